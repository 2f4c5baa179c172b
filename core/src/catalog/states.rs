//! The 27 federative units of Brazil.
//!
//! Sources: population, IBGE Census 2022 (SIDRA table 9514); fiscal region, the ninth digit of a
//! CPF by Receita Federal; income, IBGE PNAD Contínua, nominal monthly household income per
//! capita of 2024 (published 28 February 2025).

/// A federative unit: a state or the Federal District.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct State {
    /// Two-letter code, e.g. `SP`.
    pub(crate) uf: &'static str,
    /// Official name.
    pub(crate) name: &'static str,
    /// Residents in the Census of 2022.
    pub(crate) population: u32,
    /// Ninth digit of a CPF issued there.
    pub(crate) fiscal_region: u8,
    /// Mean monthly household income per capita in 2024, in reais.
    pub(crate) income_per_capita: u16,
}

impl State {
    /// Value of card payments per resident in the state's region, per mille of Brazil's average: the regions'
    /// shares of the value ([`crate::published::CARD_VALUE`]) over their shares of the population.
    pub(crate) fn card_value(&self) -> i64 {
        match (self.fiscal_region, self.uf) {
            (6..=8, _) => 1_385,
            (0 | 9, _) => 1_054,
            (3..=5, _) => 513,
            (1, "DF" | "GO" | "MS" | "MT") => 1_060,
            _ => 503,
        }
    }
}

/// The population of Brazil.
pub(crate) const fn people() -> u64 {
    let (mut people, mut state) = (0, 0);
    while state < STATES.len() {
        people += STATES[state].population as u64;
        state += 1;
    }
    people
}

const fn row(
    fiscal_region: u8,
    uf: &'static str,
    name: &'static str,
    population: u32,
    income_per_capita: u16,
) -> State {
    State {
        uf,
        name,
        population,
        fiscal_region,
        income_per_capita,
    }
}

/// Every state, sorted by fiscal region, then by code.
#[rustfmt::skip]
pub(crate) static STATES: [State; 27] = [
    row(0, "RS", "Rio Grande do Sul", 10_882_965, 2_608),
    row(1, "DF", "Distrito Federal", 2_817_381, 3_444),
    row(1, "GO", "Goiás", 7_056_495, 2_098),
    row(1, "MS", "Mato Grosso do Sul", 2_757_013, 2_169),
    row(1, "MT", "Mato Grosso", 3_658_649, 2_276),
    row(1, "TO", "Tocantins", 1_511_460, 1_737),
    row(2, "AC", "Acre", 830_018, 1_271),
    row(2, "AM", "Amazonas", 3_941_613, 1_238),
    row(2, "AP", "Amapá", 733_759, 1_514),
    row(2, "PA", "Pará", 8_120_131, 1_344),
    row(2, "RO", "Rondônia", 1_581_196, 1_717),
    row(2, "RR", "Roraima", 636_707, 1_538),
    row(3, "CE", "Ceará", 8_794_957, 1_225),
    row(3, "MA", "Maranhão", 6_776_699, 1_077),
    row(3, "PI", "Piauí", 3_271_199, 1_350),
    row(4, "AL", "Alagoas", 3_127_683, 1_331),
    row(4, "PB", "Paraíba", 3_974_687, 1_401),
    row(4, "PE", "Pernambuco", 9_058_931, 1_453),
    row(4, "RN", "Rio Grande do Norte", 3_302_729, 1_616),
    row(5, "BA", "Bahia", 14_141_626, 1_366),
    row(5, "SE", "Sergipe", 2_210_004, 1_473),
    row(6, "MG", "Minas Gerais", 20_539_989, 2_001),
    row(7, "ES", "Espírito Santo", 3_833_712, 2_111),
    row(7, "RJ", "Rio de Janeiro", 16_055_174, 2_490),
    row(8, "SP", "São Paulo", 44_411_238, 2_662),
    row(9, "PR", "Paraná", 11_444_380, 2_482),
    row(9, "SC", "Santa Catarina", 7_610_361, 2_601),
];

#[cfg(test)]
mod tests {
    use super::{STATES, people};

    #[test]
    fn sorted_by_fiscal_region_then_code() {
        assert!(STATES.is_sorted_by(|a, b| (a.fiscal_region, a.uf) < (b.fiscal_region, b.uf)));
    }

    #[test]
    fn codes_and_names_are_unique() {
        for (i, a) in STATES.iter().enumerate() {
            assert!(a.uf.len() == 2 && a.uf.bytes().all(|b| b.is_ascii_uppercase()));
            for b in &STATES[i + 1..] {
                assert!(a.uf != b.uf && a.name != b.name, "{} and {}", a.uf, b.uf);
            }
        }
    }

    #[test]
    fn fiscal_regions_group_the_states_of_receita_federal() {
        let states = [1, 5, 6, 3, 4, 2, 1, 2, 1, 2];
        for (region, count) in states.into_iter().enumerate() {
            let found = STATES
                .iter()
                .filter(|s| usize::from(s.fiscal_region) == region);
            assert_eq!(found.count(), count, "region {region}");
        }
    }

    #[test]
    fn population_is_that_of_the_census() {
        assert_eq!(people(), 203_080_756);
    }

    #[test]
    fn incomes_average_to_the_national_figure() {
        let total: u64 = STATES
            .iter()
            .map(|s| u64::from(s.population) * u64::from(s.income_per_capita))
            .sum();
        let mean = total / people();
        assert!(
            (2_069 * 98 / 100..=2_069 * 102 / 100).contains(&mean),
            "R$ {mean}"
        );
    }
}
