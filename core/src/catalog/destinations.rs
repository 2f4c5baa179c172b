//! Where people of Brazil spend their holidays.

use super::municipalities::MUNICIPALITIES;

/// A municipality by its index, with its relative number of visitors.
///
/// The larger destinations among the listed municipalities: beaches, mountains, waterfalls and state capitals. Which
/// they are, and their weights, are assumptions.
pub(crate) static DESTINATIONS: [(u16, u16); 36] = [
    (town(3304557), 100), // Rio de Janeiro
    (town(3550308), 90),  // São Paulo
    (town(2927408), 60),  // Salvador
    (town(2304400), 60),  // Fortaleza
    (town(4205407), 60),  // Florianópolis
    (town(2611606), 45),  // Recife
    (town(2408102), 45),  // Natal
    (town(2704302), 45),  // Maceió
    (town(3541000), 45),  // Praia Grande
    (town(4202008), 40),  // Balneário Camboriú
    (town(3518701), 40),  // Guarujá
    (town(2507507), 35),  // João Pessoa
    (town(2925303), 35),  // Porto Seguro
    (town(3106200), 35),  // Belo Horizonte
    (town(5300108), 35),  // Brasília
    (town(4106902), 35),  // Curitiba
    (town(3300704), 35),  // Cabo Frio
    (town(4108304), 30),  // Foz do Iguaçu
    (town(3548500), 30),  // Santos
    (town(4314902), 30),  // Porto Alegre
    (town(3510500), 25),  // Caraguatatuba
    (town(3202405), 25),  // Guarapari
    (town(3300100), 25),  // Angra dos Reis
    (town(5208707), 25),  // Goiânia
    (town(2800308), 20),  // Aracaju
    (town(2111300), 20),  // São Luís
    (town(1501402), 20),  // Belém
    (town(3522109), 20),  // Itanhaém
    (town(3303906), 20),  // Petrópolis
    (town(3205200), 20),  // Vila Velha
    (town(2913606), 15),  // Ilhéus
    (town(1302603), 15),  // Manaus
    (town(3151800), 15),  // Poços de Caldas
    (town(4305108), 15),  // Caxias do Sul
    (town(5103403), 15),  // Cuiabá
    (town(5002704), 15),  // Campo Grande
];

/// The index of a municipality by its IBGE code; panics if it is not listed.
const fn town(ibge: u32) -> u16 {
    let mut index = 0;
    while index < MUNICIPALITIES.len() {
        if MUNICIPALITIES[index].ibge == ibge {
            return index as u16;
        }
        index += 1;
    }
    panic!("no such municipality")
}
