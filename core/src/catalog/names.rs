//! [`COHORTS`], [`SURNAMES`] and the words that company names are made of.
//!
//! Given names depend on age: Maria and José have become rare, Gabriel and Júlia are young. So names are
//! drawn from the [`Cohort`] of the birth year, followed by one or more surnames.

/// The given names of people born from a year up to the start of the next cohort.
///
/// Weights are counts of people, in thousands, rounded. Source: IBGE, Nomes no Brasil, Census of 2010 (the 80
/// or so most frequent names of each sex); IBGE omits accents, which are restored here in their usual
/// spelling.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cohort {
    /// First birth year of the cohort.
    pub(crate) born_from: u16,
    /// Women's names with their weights, most frequent first.
    pub(crate) female: &'static [(&'static str, u16)],
    /// Men's names with their weights, most frequent first.
    pub(crate) male: &'static [(&'static str, u16)],
}

/// Given names by generation, oldest first.
///
/// The first cohort also covers those born before 1930 and spans two decades; the last one covers everyone
/// born since 2000.
#[rustfmt::skip]
pub(crate) static COHORTS: [Cohort; 7] = [
    Cohort {
        born_from: 1930,
        female: &[
            ("Maria", 2236), ("Ana", 157), ("Francisca", 142), ("Antônia", 115), ("Terezinha", 110),
            ("Josefa", 98), ("Raimunda", 81), ("Tereza", 77), ("Rosa", 68), ("Luzia", 65),
            ("Aparecida", 60), ("Joana", 55), ("Rita", 50), ("Helena", 50), ("Nair", 50), ("Benedita", 49),
            ("Marlene", 48), ("Sebastiana", 47), ("Elza", 44), ("Irene", 41), ("Luiza", 40),
            ("Margarida", 38), ("Isabel", 38), ("Severina", 36), ("Vera", 36), ("Alice", 36),
            ("Geralda", 34), ("Teresinha", 34), ("Eva", 32), ("Lúcia", 32), ("Júlia", 30), ("Iracema", 29),
            ("Alzira", 29), ("Sônia", 29), ("Ilda", 29), ("Iraci", 28), ("Teresa", 28), ("Conceição", 27),
            ("Cecília", 27), ("Regina", 27), ("Neuza", 27), ("Marina", 26), ("Neusa", 25), ("Eunice", 25),
            ("Odete", 25), ("Ivone", 24), ("Laura", 24), ("Lurdes", 23), ("Zilda", 22), ("Vilma", 22),
            ("Dirce", 22), ("Edite", 22), ("Lourdes", 22), ("Célia", 22), ("Geni", 22), ("Neide", 21),
            ("Olga", 21), ("Amélia", 21), ("Dalva", 21), ("Inês", 20), ("Marli", 20), ("Nilza", 19),
            ("Jandira", 19), ("Lídia", 18), ("Hilda", 18), ("Iolanda", 16), ("Judite", 16),
            ("Rosalina", 16), ("Emília", 16), ("Alaíde", 16), ("Catarina", 15), ("Angelina", 15),
            ("Diva", 15), ("Marta", 15), ("Celina", 14), ("Noêmia", 14), ("Edna", 14), ("Isaura", 14),
            ("Zélia", 14), ("Carmelita", 14),
        ],
        male: &[
            ("José", 960), ("Antônio", 468), ("João", 398), ("Francisco", 239), ("Manoel", 155),
            ("Pedro", 136), ("Sebastião", 130), ("Raimundo", 122), ("Luiz", 105), ("Geraldo", 86),
            ("Paulo", 81), ("Carlos", 69), ("Luís", 68), ("Joaquim", 68), ("Manuel", 67), ("Benedito", 66),
            ("Jorge", 48), ("Nelson", 48), ("Severino", 44), ("Mário", 44), ("Osvaldo", 44),
            ("Vicente", 36), ("Miguel", 34), ("Roberto", 30), ("Domingos", 28), ("Valdemar", 28),
            ("Adão", 25), ("Cícero", 24), ("Orlando", 24), ("Milton", 23), ("Wilson", 23),
            ("Fernando", 22), ("Sérgio", 22), ("Arlindo", 21), ("Hélio", 21), ("Valdir", 20),
            ("Júlio", 20), ("Edson", 20), ("Alcides", 19), ("Jair", 19), ("Valter", 19), ("Elias", 17),
            ("Eduardo", 17), ("Cláudio", 17), ("Alfredo", 16), ("Valdomiro", 16), ("Osmar", 16),
            ("Moacir", 16), ("Jaime", 15), ("Gilberto", 15), ("Daniel", 15), ("Rubens", 15),
            ("Alberto", 15), ("Armando", 15), ("Augusto", 15), ("Walter", 14), ("Arnaldo", 14),
            ("Ivo", 14), ("Aparecido", 13), ("Sílvio", 13), ("Joel", 13), ("Celso", 13), ("Mauro", 12),
            ("Otávio", 12), ("Renato", 12), ("Nilton", 12), ("Marcos", 11), ("Lázaro", 11), ("Ari", 11),
            ("Ademar", 10), ("Ângelo", 10), ("Agenor", 10), ("Afonso", 10), ("Amaro", 10), ("Oscar", 10),
            ("Salvador", 10),
        ],
    },
    Cohort {
        born_from: 1950,
        female: &[
            ("Maria", 2476), ("Ana", 184), ("Francisca", 114), ("Vera", 112), ("Sônia", 93),
            ("Antônia", 92), ("Terezinha", 85), ("Marlene", 75), ("Aparecida", 74), ("Lúcia", 72),
            ("Josefa", 71), ("Rosa", 67), ("Raimunda", 59), ("Luzia", 57), ("Rita", 55), ("Tereza", 55),
            ("Fátima", 55), ("Regina", 52), ("Sueli", 49), ("Sandra", 45), ("Ângela", 45), ("Joana", 44),
            ("Helena", 42), ("Marli", 41), ("Célia", 39), ("Isabel", 36), ("Neusa", 36), ("Eva", 36),
            ("Neuza", 35), ("Irene", 35), ("Elza", 35), ("Benedita", 31), ("Vilma", 31), ("Margarida", 30),
            ("Márcia", 29), ("Ivone", 29), ("Edna", 29), ("Marta", 28), ("Sebastiana", 28), ("Luiza", 27),
            ("Teresinha", 27), ("Severina", 26), ("Nair", 26), ("Rosângela", 26), ("Tânia", 25),
            ("Neide", 25), ("Marilene", 24), ("Cleusa", 24), ("Iraci", 24), ("Dalva", 23), ("Eunice", 23),
            ("Marina", 23), ("Lurdes", 22), ("Conceição", 22), ("Elizabete", 22), ("Solange", 22),
            ("Geralda", 21), ("Zilda", 21), ("Inês", 21), ("Iracema", 21), ("Teresa", 21), ("Sílvia", 19),
            ("Eliane", 19), ("Eliana", 19), ("Alice", 19), ("Nilza", 18), ("Cecília", 18), ("Ilda", 18),
            ("Lourdes", 18), ("Carmem", 17), ("Odete", 17), ("Marisa", 17), ("Vanda", 17), ("Cleuza", 16),
            ("Marinalva", 16), ("Júlia", 16), ("Geni", 15), ("Dirce", 15), ("Cícera", 15), ("Roseli", 14),
        ],
        male: &[
            ("José", 1083), ("Antônio", 491), ("João", 396), ("Francisco", 264), ("Paulo", 163),
            ("Luiz", 162), ("Carlos", 154), ("Pedro", 126), ("Raimundo", 117), ("Manoel", 116),
            ("Luís", 113), ("Sebastião", 113), ("Jorge", 99), ("Geraldo", 81), ("Roberto", 57),
            ("Benedito", 54), ("Sérgio", 53), ("Mário", 51), ("Manuel", 50), ("Joaquim", 46),
            ("Nelson", 45), ("Edson", 44), ("Severino", 39), ("Marcos", 38), ("Valdir", 36),
            ("Cláudio", 36), ("Fernando", 35), ("Osvaldo", 35), ("Wilson", 34), ("Cícero", 33),
            ("Gilberto", 31), ("Miguel", 30), ("Jair", 29), ("Vicente", 28), ("Milton", 28), ("Adão", 27),
            ("Ademir", 27), ("Aparecido", 26), ("Hélio", 26), ("Celso", 26), ("Eduardo", 26),
            ("Domingos", 25), ("Mauro", 25), ("Valter", 25), ("Júlio", 24), ("Elias", 22), ("Osmar", 22),
            ("Ricardo", 21), ("Daniel", 21), ("Renato", 20), ("Orlando", 20), ("Valdemar", 18),
            ("Rubens", 18), ("Joel", 18), ("Sílvio", 17), ("Moacir", 17), ("Maurício", 17),
            ("Alberto", 17), ("Nilton", 16), ("Ronaldo", 16), ("Ademar", 16), ("Nivaldo", 16),
            ("Marco", 16), ("Jaime", 15), ("Arnaldo", 15), ("Reinaldo", 15), ("Nilson", 15), ("Ivo", 14),
            ("Reginaldo", 14), ("Arlindo", 14), ("Edvaldo", 14), ("Valmir", 14), ("Valdeci", 14),
            ("Walter", 13), ("Flávio", 13), ("Gilson", 12), ("Ivan", 12), ("Ailton", 12),
            ("Valdomiro", 12), ("Márcio", 12),
        ],
    },
    Cohort {
        born_from: 1960,
        female: &[
            ("Maria", 2495), ("Ana", 293), ("Márcia", 135), ("Francisca", 130), ("Sandra", 129),
            ("Vera", 126), ("Sônia", 125), ("Antônia", 105), ("Rita", 96), ("Lúcia", 92), ("Marlene", 92),
            ("Rosângela", 90), ("Aparecida", 82), ("Sueli", 78), ("Cláudia", 73), ("Marli", 72),
            ("Regina", 71), ("Rosa", 71), ("Fátima", 70), ("Tânia", 68), ("Josefa", 66), ("Ângela", 66),
            ("Terezinha", 63), ("Eliane", 62), ("Raimunda", 60), ("Solange", 60), ("Célia", 58),
            ("Marta", 57), ("Roseli", 54), ("Edna", 54), ("Luzia", 53), ("Isabel", 53), ("Silvana", 51),
            ("Joana", 49), ("Sílvia", 49), ("Rosana", 48), ("Marilene", 47), ("Eliana", 44),
            ("Tereza", 43), ("Vilma", 42), ("Helena", 37), ("Denise", 37), ("Cristina", 36), ("Eva", 36),
            ("Ivone", 35), ("Vânia", 35), ("Valéria", 35), ("Mônica", 34), ("Elizabete", 34),
            ("Neusa", 34), ("Adriana", 33), ("Neide", 33), ("Neuza", 32), ("Kátia", 32), ("Elza", 31),
            ("Selma", 30), ("Irene", 30), ("Simone", 29), ("Janete", 28), ("Rosane", 27), ("Marisa", 27),
            ("Cleusa", 26), ("Cleide", 26), ("Marinalva", 26), ("Luiza", 25), ("Elaine", 24), ("Mara", 24),
            ("Cleonice", 24), ("Luciene", 24), ("Margarida", 24), ("Ivonete", 24), ("Conceição", 23),
            ("Eunice", 23), ("Marina", 22), ("Mirian", 22), ("Inês", 22), ("Iraci", 21), ("Nilza", 21),
            ("Sebastiana", 21), ("Vanda", 21),
        ],
        male: &[
            ("José", 1242), ("Antônio", 532), ("João", 429), ("Francisco", 332), ("Carlos", 267),
            ("Paulo", 265), ("Luiz", 198), ("Luís", 163), ("Marcos", 138), ("Raimundo", 135),
            ("Pedro", 133), ("Jorge", 113), ("Manoel", 113), ("Sérgio", 107), ("Roberto", 105),
            ("Sebastião", 101), ("Edson", 90), ("Geraldo", 87), ("Cláudio", 75), ("Marcelo", 67),
            ("Fernando", 58), ("Valdir", 58), ("Mário", 57), ("Ricardo", 54), ("Gilberto", 51),
            ("Márcio", 50), ("Manuel", 48), ("Marco", 48), ("Ronaldo", 48), ("Cícero", 48),
            ("Eduardo", 47), ("Nelson", 45), ("Wilson", 43), ("Mauro", 43), ("Benedito", 43),
            ("Rogério", 42), ("Júlio", 40), ("Adilson", 39), ("Gilmar", 39), ("Daniel", 39),
            ("Severino", 38), ("Joaquim", 38), ("Reginaldo", 38), ("Celso", 37), ("Renato", 36),
            ("Maurício", 36), ("Jair", 34), ("Valmir", 33), ("Milton", 33), ("Elias", 33), ("Sílvio", 33),
            ("Alexandre", 32), ("Gilson", 32), ("Hélio", 31), ("Miguel", 31), ("Valter", 31),
            ("Osvaldo", 30), ("André", 30), ("Vanderlei", 30), ("Ademir", 30), ("Flávio", 29),
            ("Joel", 28), ("Aparecido", 28), ("Adão", 28), ("Edvaldo", 27), ("Edilson", 27),
            ("Nilson", 27), ("Valdeci", 27), ("Domingos", 27), ("Osmar", 27), ("Ailton", 27),
            ("Vicente", 26), ("Valdecir", 26), ("Reinaldo", 26), ("Nilton", 25), ("Fábio", 24),
            ("Edmilson", 24), ("Nivaldo", 24), ("Luciano", 23), ("Alberto", 22),
        ],
    },
    Cohort {
        born_from: 1970,
        female: &[
            ("Maria", 1616), ("Ana", 422), ("Adriana", 247), ("Márcia", 205), ("Sandra", 178),
            ("Luciana", 175), ("Cláudia", 154), ("Patrícia", 152), ("Simone", 143), ("Andréia", 118),
            ("Francisca", 116), ("Cristiane", 116), ("Eliane", 113), ("Rosângela", 109), ("Antônia", 95),
            ("Andréa", 88), ("Silvana", 85), ("Alessandra", 82), ("Elaine", 79), ("Sônia", 75),
            ("Renata", 73), ("Ângela", 72), ("Rita", 72), ("Vera", 71), ("Fabiana", 69), ("Sílvia", 68),
            ("Carla", 65), ("Rosana", 63), ("Roseli", 62), ("Elisângela", 62), ("Solange", 61),
            ("Sueli", 61), ("Eliana", 60), ("Marlene", 59), ("Fernanda", 58), ("Cristina", 57),
            ("Mônica", 57), ("Kátia", 56), ("Rosa", 56), ("Juliana", 55), ("Regina", 55), ("Lúcia", 54),
            ("Luciene", 54), ("Marta", 54), ("Daniela", 53), ("Edna", 53), ("Marli", 52), ("Flávia", 51),
            ("Viviane", 49), ("Raquel", 49), ("Valéria", 48), ("Marilene", 46), ("Josefa", 46),
            ("Rosilene", 46), ("Aparecida", 46), ("Raimunda", 43), ("Célia", 41), ("Débora", 40),
            ("Isabel", 40), ("Janaína", 39), ("Jaqueline", 39), ("Tânia", 39), ("Luzia", 38),
            ("Vânia", 38), ("Fátima", 37), ("Janete", 37), ("Joana", 36), ("Denise", 36), ("Joelma", 35),
            ("Elizângela", 33), ("Luciane", 33), ("Cleide", 33), ("Tatiana", 33), ("Selma", 32),
            ("Rosimeire", 32), ("Vilma", 32), ("Elizabete", 31), ("Paula", 31), ("Valdirene", 31),
            ("Vanessa", 30),
        ],
        male: &[
            ("José", 942), ("Antônio", 421), ("Francisco", 299), ("João", 280), ("Paulo", 275),
            ("Carlos", 258), ("Marcos", 256), ("Marcelo", 225), ("Márcio", 181), ("Luiz", 146),
            ("Alexandre", 146), ("Fábio", 133), ("Luís", 132), ("Luciano", 126), ("André", 125),
            ("Ricardo", 120), ("Cláudio", 120), ("Edson", 111), ("Roberto", 108), ("Sérgio", 108),
            ("Raimundo", 105), ("Rogério", 99), ("Eduardo", 89), ("Fernando", 88), ("Pedro", 87),
            ("Reginaldo", 86), ("Adriano", 83), ("Manoel", 82), ("Rodrigo", 79), ("Daniel", 78),
            ("Anderson", 77), ("Ronaldo", 76), ("Jorge", 73), ("Flávio", 67), ("Renato", 67),
            ("Leandro", 60), ("Cristiano", 59), ("Cícero", 59), ("Júlio", 57), ("Alex", 56),
            ("Sebastião", 55), ("Sandro", 55), ("Gilberto", 54), ("Marco", 53), ("Adilson", 50),
            ("Maurício", 50), ("Robson", 49), ("Gilmar", 49), ("Vanderlei", 46), ("Emerson", 45),
            ("Leonardo", 44), ("Alessandro", 44), ("Geraldo", 44), ("Mário", 43), ("Valdir", 43),
            ("Fabiano", 41), ("Gilson", 41), ("Mauro", 41), ("Sílvio", 40), ("Jair", 40), ("Edilson", 38),
            ("Wilson", 38), ("Reinaldo", 36), ("Elias", 35), ("Evandro", 35), ("Manuel", 34),
            ("Valmir", 33), ("Ademir", 33), ("Edvaldo", 32), ("Joel", 31), ("Claudinei", 30),
            ("Nelson", 29), ("Edmilson", 29), ("Ailton", 29), ("Ivan", 29), ("Wagner", 28), ("Odair", 28),
            ("Celso", 28), ("Sidnei", 27), ("Rafael", 27),
        ],
    },
    Cohort {
        born_from: 1980,
        female: &[
            ("Maria", 918), ("Ana", 529), ("Juliana", 229), ("Patrícia", 208), ("Adriana", 195),
            ("Aline", 193), ("Fernanda", 190), ("Vanessa", 179), ("Luciana", 164), ("Cristiane", 144),
            ("Fabiana", 143), ("Renata", 140), ("Márcia", 127), ("Simone", 126), ("Camila", 123),
            ("Daniela", 113), ("Priscila", 111), ("Andréia", 110), ("Tatiane", 108), ("Carla", 108),
            ("Eliane", 103), ("Jaqueline", 102), ("Viviane", 101), ("Francisca", 101), ("Daniele", 98),
            ("Michele", 97), ("Sandra", 95), ("Daiane", 89), ("Elaine", 89), ("Débora", 88),
            ("Raquel", 83), ("Cláudia", 81), ("Antônia", 81), ("Janaína", 81), ("Alessandra", 81),
            ("Flávia", 80), ("Paula", 79), ("Mariana", 77), ("Bruna", 76), ("Érica", 75), ("Tatiana", 73),
            ("Gisele", 73), ("Natália", 69), ("Amanda", 67), ("Luana", 67), ("Elisângela", 65),
            ("Josiane", 64), ("Rosângela", 62), ("Mônica", 60), ("Silvana", 59), ("Cíntia", 57),
            ("Roberta", 56), ("Cristina", 53), ("Marcela", 53), ("Andréa", 51), ("Gabriela", 50),
            ("Letícia", 50), ("Kátia", 50), ("Carolina", 48), ("Rafaela", 48), ("Ângela", 48),
            ("Lidiane", 48), ("Rosana", 47), ("Denise", 47), ("Luciene", 44), ("Valéria", 44),
            ("Regiane", 42), ("Karina", 42), ("Lilian", 42), ("Jéssica", 41), ("Rita", 41), ("Kelly", 41),
            ("Elizângela", 40), ("Solange", 39), ("Vânia", 39), ("Liliane", 39), ("Sílvia", 39),
            ("Eliana", 39), ("Daiana", 36), ("Thaís", 36),
        ],
        male: &[
            ("José", 661), ("Antônio", 300), ("Francisco", 286), ("João", 274), ("Carlos", 271),
            ("Rafael", 262), ("Paulo", 260), ("Rodrigo", 250), ("Marcos", 242), ("Fábio", 236),
            ("Leandro", 224), ("Marcelo", 208), ("Tiago", 202), ("André", 192), ("Anderson", 180),
            ("Bruno", 172), ("Daniel", 171), ("Fernando", 169), ("Diego", 159), ("Márcio", 146),
            ("Thiago", 145), ("Adriano", 143), ("Luiz", 142), ("Ricardo", 136), ("Luís", 129),
            ("Eduardo", 125), ("Leonardo", 121), ("Alexandre", 118), ("Felipe", 108), ("Renato", 104),
            ("Alex", 101), ("Luciano", 99), ("Pedro", 98), ("Edson", 94), ("Rogério", 91),
            ("Cristiano", 86), ("Robson", 85), ("Lucas", 84), ("Roberto", 82), ("Flávio", 79),
            ("Júlio", 76), ("Fabiano", 74), ("Raimundo", 72), ("Ronaldo", 70), ("Jeferson", 69),
            ("Danilo", 69), ("Douglas", 66), ("Sérgio", 65), ("Gustavo", 61), ("Jorge", 61),
            ("Reginaldo", 59), ("Cláudio", 59), ("Guilherme", 53), ("Manoel", 53), ("Juliano", 52),
            ("Fabrício", 52), ("Alessandro", 51), ("Vagner", 51), ("Everton", 51), ("Maurício", 50),
            ("Alan", 49), ("Diogo", 47), ("Gabriel", 47), ("Cleiton", 47), ("Emerson", 46), ("Samuel", 46),
            ("Cícero", 46), ("Wagner", 44), ("Vinícius", 44), ("Éder", 43), ("Cleber", 40),
            ("Willian", 40), ("Gilmar", 39), ("Gilberto", 39), ("Evandro", 36), ("Gilson", 36),
            ("Mário", 35), ("Jonas", 35), ("David", 35), ("Vitor", 35),
        ],
    },
    Cohort {
        born_from: 1990,
        female: &[
            ("Maria", 544), ("Ana", 536), ("Jéssica", 346), ("Bruna", 244), ("Aline", 212),
            ("Amanda", 209), ("Camila", 206), ("Juliana", 180), ("Fernanda", 169), ("Luana", 166),
            ("Larissa", 160), ("Letícia", 155), ("Natália", 148), ("Gabriela", 148), ("Vanessa", 140),
            ("Mariana", 125), ("Patrícia", 123), ("Daiane", 122), ("Rafaela", 117), ("Jaqueline", 114),
            ("Taís", 110), ("Caroline", 110), ("Beatriz", 107), ("Débora", 103), ("Daniela", 96),
            ("Thaís", 90), ("Andressa", 88), ("Bianca", 88), ("Renata", 87), ("Daniele", 87),
            ("Carla", 82), ("Tamires", 80), ("Priscila", 77), ("Carolina", 73), ("Adriana", 72),
            ("Bárbara", 71), ("Érica", 70), ("Tatiane", 70), ("Raquel", 70), ("Pâmela", 69),
            ("Isabela", 68), ("Júlia", 67), ("Maiara", 66), ("Tainá", 66), ("Janaína", 65), ("Paula", 65),
            ("Francisca", 64), ("Sara", 63), ("Sabrina", 59), ("Franciele", 59), ("Vitória", 58),
            ("Michele", 58), ("Talita", 58), ("Milena", 58), ("Laís", 57), ("Joice", 57), ("Fabiana", 57),
            ("Flávia", 55), ("Antônia", 51), ("Viviane", 51), ("Luciana", 50), ("Brenda", 50),
            ("Alessandra", 49), ("Raiane", 47), ("Ingrid", 46), ("Tainara", 46), ("Paloma", 46),
            ("Naiara", 46), ("Géssica", 46), ("Marina", 45), ("Mayara", 45), ("Samara", 45),
            ("Cristiane", 44), ("Angélica", 44), ("Karina", 42), ("Marcela", 41), ("Andréia", 41),
            ("Márcia", 40), ("Elaine", 40), ("Lorena", 39),
        ],
        male: &[
            ("Lucas", 517), ("José", 432), ("João", 353), ("Rafael", 315), ("Bruno", 292),
            ("Gabriel", 271), ("Felipe", 263), ("Marcos", 219), ("Mateus", 219), ("Paulo", 211),
            ("Leonardo", 210), ("Carlos", 198), ("Francisco", 196), ("Daniel", 191), ("Rodrigo", 182),
            ("Antônio", 181), ("Diego", 179), ("Pedro", 174), ("Guilherme", 164), ("Tiago", 159),
            ("Leandro", 152), ("Luiz", 148), ("Anderson", 144), ("Matheus", 142), ("Gustavo", 140),
            ("Luís", 138), ("Eduardo", 135), ("André", 130), ("Igor", 124), ("Douglas", 122),
            ("Fernando", 120), ("Marcelo", 118), ("Vinícius", 110), ("Jeferson", 109), ("Vitor", 108),
            ("Thiago", 103), ("Alex", 96), ("Fábio", 96), ("Danilo", 88), ("Ricardo", 81), ("Alan", 80),
            ("Alexandre", 78), ("Luan", 77), ("Victor", 77), ("Caio", 76), ("Renan", 76), ("Samuel", 69),
            ("Henrique", 68), ("Adriano", 67), ("Wesley", 64), ("Jean", 63), ("Renato", 61),
            ("Maicon", 60), ("Júlio", 59), ("Willian", 58), ("Robson", 55), ("David", 51), ("Everton", 51),
            ("Luciano", 51), ("Emerson", 50), ("Fabrício", 50), ("Maurício", 49), ("Márcio", 48),
            ("Edson", 48), ("Jonas", 48), ("Diogo", 45), ("Cleiton", 44), ("Flávio", 43), ("Jorge", 43),
            ("Alisson", 41), ("Pablo", 41), ("Ronaldo", 41), ("Davi", 41), ("Romário", 40), ("Wilian", 38),
            ("Jonatan", 38), ("Roberto", 37), ("Rogério", 36), ("Breno", 35), ("Ítalo", 35),
        ],
    },
    Cohort {
        born_from: 2000,
        female: &[
            ("Maria", 1111), ("Ana", 935), ("Vitória", 284), ("Júlia", 266), ("Letícia", 209),
            ("Amanda", 177), ("Beatriz", 171), ("Gabriela", 170), ("Larissa", 169), ("Mariana", 143),
            ("Bruna", 139), ("Camila", 129), ("Isabela", 127), ("Luana", 117), ("Sara", 116),
            ("Eduarda", 111), ("Bianca", 109), ("Rafaela", 105), ("Geovana", 105), ("Fernanda", 105),
            ("Natália", 96), ("Laura", 94), ("Juliana", 90), ("Nicole", 87), ("Gabriele", 86),
            ("Yasmin", 85), ("Raíssa", 81), ("Sabrina", 80), ("Lívia", 79), ("Lara", 78), ("Aline", 75),
            ("Milena", 75), ("Giovana", 71), ("Jéssica", 68), ("Brenda", 67), ("Vanessa", 67),
            ("Débora", 66), ("Caroline", 63), ("Alice", 61), ("Sofia", 60), ("Luiza", 59),
            ("Andressa", 58), ("Isadora", 58), ("Tainá", 57), ("Rebeca", 56), ("Yasmim", 54),
            ("Érica", 54), ("Taís", 52), ("Emily", 52), ("Carla", 51), ("Raiane", 51), ("Isabele", 51),
            ("Raquel", 49), ("Emili", 48), ("Laís", 48), ("Daniele", 47), ("Camile", 47), ("Tainara", 46),
            ("Bárbara", 46), ("Clara", 45), ("Talita", 45), ("Jenifer", 45), ("Carolina", 45),
            ("Lorena", 45), ("Pâmela", 44), ("Samara", 43), ("Ester", 43), ("Evelin", 42), ("Ingrid", 41),
            ("Daniela", 40), ("Tamires", 39), ("Marina", 39), ("Jaqueline", 38), ("Iasmin", 38),
            ("Flávia", 37), ("Marcela", 35), ("Thaís", 35), ("Renata", 35), ("Iasmim", 35), ("Alana", 35),
        ],
        male: &[
            ("João", 794), ("Gabriel", 584), ("Lucas", 505), ("Pedro", 443), ("Mateus", 330),
            ("José", 317), ("Gustavo", 305), ("Guilherme", 279), ("Carlos", 267), ("Vitor", 245),
            ("Felipe", 228), ("Marcos", 201), ("Rafael", 196), ("Luiz", 195), ("Daniel", 195),
            ("Eduardo", 192), ("Matheus", 190), ("Luís", 185), ("Bruno", 176), ("Paulo", 163),
            ("Leonardo", 149), ("Vinícius", 139), ("Davi", 139), ("Samuel", 135), ("Victor", 131),
            ("Francisco", 124), ("Caio", 123), ("Antônio", 123), ("Tiago", 119), ("Igor", 104),
            ("Luan", 92), ("André", 90), ("Nicolas", 90), ("Miguel", 89), ("Thiago", 86), ("Arthur", 85),
            ("Henrique", 84), ("Cauã", 83), ("Rodrigo", 82), ("Diego", 80), ("Artur", 79), ("Ruan", 78),
            ("Rian", 72), ("Kauan", 67), ("Pablo", 64), ("David", 64), ("Anderson", 63), ("Breno", 63),
            ("Renan", 63), ("Marcelo", 63), ("Leandro", 62), ("Fernando", 62), ("Alan", 58), ("Júlio", 57),
            ("Diogo", 57), ("Kauã", 57), ("Murilo", 56), ("Alexandre", 55), ("Danilo", 54),
            ("Douglas", 54), ("Wesley", 53), ("Vinícios", 51), ("Alex", 51), ("Ricardo", 49),
            ("Fábio", 49), ("Ítalo", 48), ("Cauan", 45), ("Enzo", 44), ("Jeferson", 44), ("Fabrício", 44),
            ("Iago", 42), ("Yuri", 40), ("Erick", 40), ("Eric", 38), ("Otávio", 38), ("Maicon", 38),
            ("Jean", 38), ("Natan", 36), ("Everton", 34), ("Alisson", 33),
        ],
    },
];

/// Surnames with their weights, most frequent first.
///
/// The first 30 are counts of people, in thousands, from the Census of 2022 (IBGE, Nomes no Brasil, published
/// in November 2025). The others are common surnames with assumed weights, which decline with rank as the
/// published ones do.
#[rustfmt::skip]
pub(crate) static SURNAMES: [(&str, u16); 170] = [
    ("Silva", 34030), ("Santos", 21367), ("Oliveira", 11709), ("Souza", 9197), ("Pereira", 6888),
    ("Ferreira", 6226), ("Lima", 6095), ("Alves", 5757), ("Rodrigues", 5429), ("Costa", 4861),
    ("Sousa", 4797), ("Gomes", 4047), ("Nascimento", 3609), ("Araújo", 3461), ("Ribeiro", 3127),
    ("Almeida", 3069), ("Jesus", 2859), ("Barbosa", 2738), ("Soares", 2615), ("Carvalho", 2600),
    ("Martins", 2577), ("Lopes", 2338), ("Vieira", 2102), ("Rocha", 2044), ("Dias", 2035),
    ("Gonçalves", 2028), ("Fernandes", 1836), ("Santana", 1816), ("Andrade", 1707), ("Batista", 1703),
    ("Freitas", 1630), ("Cardoso", 1560), ("Marques", 1490), ("Machado", 1430), ("Moreira", 1370),
    ("Nunes", 1320), ("Teixeira", 1270), ("Mendes", 1220), ("Ramos", 1180), ("Moura", 1140),
    ("Castro", 1100), ("Campos", 1060), ("Reis", 1030), ("Monteiro", 1000), ("Miranda", 970),
    ("Cavalcante", 940), ("Borges", 910), ("Melo", 880), ("Pinto", 860), ("Cruz", 830), ("Barros", 810),
    ("Cunha", 790), ("Correia", 770), ("Coelho", 750), ("Moraes", 730), ("Farias", 710), ("Duarte", 690),
    ("Medeiros", 680), ("Nogueira", 660), ("Matos", 650), ("Tavares", 630), ("Bezerra", 620),
    ("Azevedo", 600), ("Rosa", 590), ("Neves", 580), ("Conceição", 560), ("Bispo", 550), ("Macedo", 540),
    ("Pires", 530), ("Sales", 520), ("Brito", 510), ("Guimarães", 500), ("Fonseca", 490), ("Xavier", 480),
    ("Aguiar", 470), ("Braga", 460), ("Siqueira", 460), ("Viana", 450), ("Magalhães", 440), ("Leite", 430),
    ("Menezes", 420), ("Damasceno", 420), ("Dantas", 410), ("Amaral", 400), ("Maciel", 400),
    ("Silveira", 390), ("Queiroz", 380), ("Figueiredo", 380), ("Barreto", 370), ("Leal", 370),
    ("Franco", 360), ("Rezende", 350), ("Bastos", 350), ("Sampaio", 340), ("Peixoto", 340),
    ("Antunes", 330), ("Ferraz", 330), ("Morais", 320), ("Vasconcelos", 320), ("Assis", 320),
    ("Amorim", 310), ("Luz", 310), ("Paiva", 300), ("Cordeiro", 300), ("Chaves", 290), ("Bueno", 290),
    ("Prado", 290), ("Rangel", 280), ("Carneiro", 280), ("Coutinho", 280), ("Pacheco", 270),
    ("Toledo", 270), ("Evangelista", 270), ("Passos", 260), ("Guedes", 260), ("Pinheiro", 260),
    ("Lacerda", 250), ("Lemos", 250), ("Furtado", 250), ("Brandão", 240), ("Feitosa", 240),
    ("Sobrinho", 240), ("Camargo", 240), ("Valente", 230), ("Cabral", 230), ("Falcão", 230),
    ("Torres", 230), ("Trindade", 220), ("Vaz", 220), ("Mota", 220), ("Abreu", 220), ("Aragão", 210),
    ("Arruda", 210), ("Ávila", 210), ("Barroso", 210), ("Bittencourt", 210), ("Caldas", 200),
    ("Camilo", 200), ("Caetano", 200), ("Cerqueira", 200), ("Clemente", 200), ("Domingues", 190),
    ("Esteves", 190), ("Fagundes", 190), ("Faria", 190), ("Fontes", 190), ("Galvão", 180), ("Garcia", 180),
    ("Godoi", 180), ("Gonzaga", 180), ("Holanda", 180), ("Lisboa", 180), ("Lobo", 170), ("Lourenço", 170),
    ("Luna", 170), ("Maia", 170), ("Mattos", 170), ("Mesquita", 170), ("Nóbrega", 160), ("Novaes", 160),
    ("Pessoa", 160), ("Pimentel", 160), ("Portela", 160), ("Porto", 160), ("Quadros", 160), ("Rossi", 160),
    ("Salgado", 150), ("Sarmento", 150), ("Schmidt", 150), ("Tanaka", 150),
];

/// Core words of fictional company names, in code point order.
#[rustfmt::skip]
pub(crate) static COMPANY_WORDS: [&str; 109] = [
    "Acácia", "Aliança", "Alvorada", "Amanhecer", "Andorinha", "Araucária", "Arco-Íris", "Aroeira",
    "Aurora", "Azaleia", "Beija-Flor", "Bela Vista", "Bem-te-vi", "Boa Esperança", "Bom Caminho", "Brisa",
    "Buriti", "Cachoeira", "Cajueiro", "Campo Belo", "Canário", "Capivari", "Carnaúba", "Cascata",
    "Castanheira", "Cedro", "Central", "Cerrado", "Colibri", "Colina", "Coqueiral", "Cristalino",
    "Cruzeiro", "Diamantina", "Encanto", "Esmeralda", "Estrela", "Farol", "Flamboyant", "Florada",
    "Fonte Nova", "Garça", "Girassol", "Harmonia", "Horizonte", "Imperial", "Ipê", "Itapuã", "Jabuti",
    "Jacarandá", "Jade", "Jangada", "Jatobá", "Juriti", "Lagoa Azul", "Laranjeira", "Liberdade", "Litoral",
    "Luar", "Manacá", "Mandacaru", "Mangueira", "Maré", "Mirante", "Monte Verde", "Nascente", "Nova Era",
    "Novo Rumo", "Orquídea", "Ouro Verde", "Paineira", "Palmeira", "Pantanal", "Paraíso", "Pau-Brasil",
    "Pedra Alta", "Pinheiral", "Pioneira", "Planalto", "Ponte Nova", "Porto Sereno", "Primavera",
    "Progresso", "Quaresmeira", "Quatro Ventos", "Recanto", "Riacho", "Rio Claro", "Sabiá", "Safira",
    "Samambaia", "Santa Luz", "Sempre-Viva", "Serra Azul", "Sertão", "Sol Nascente", "Tamoio", "Tangará",
    "Topázio", "Três Irmãos", "Tucano", "União", "Vale Verde", "Veredas", "Vila Real", "Vitória-Régia",
    "Voo Livre", "Xaxim", "Ônix",
];

/// What a company does, as stated in its name, with weights.
///
/// Weights are assumed; retail, food, construction and personal services lead, as they do among Brazil's
/// registered companies.
#[rustfmt::skip]
pub(crate) static COMPANY_TRADES: [(&str, u16); 35] = [
    ("Comércio de Alimentos", 90), ("Comércio de Roupas", 80), ("Construções", 75), ("Transportes", 70),
    ("Serviços Administrativos", 60), ("Restaurante e Lanchonete", 60), ("Materiais de Construção", 50),
    ("Serviços Digitais", 48), ("Comércio Varejista", 48), ("Beleza e Estética", 45),
    ("Serviços de Limpeza", 38), ("Reparos e Manutenção", 36), ("Autopeças", 34),
    ("Consultoria Empresarial", 34), ("Distribuidora", 30), ("Eletrônicos", 28),
    ("Instalações Elétricas", 26), ("Móveis e Decoração", 26), ("Marketing e Publicidade", 25),
    ("Tecnologia", 24), ("Serviços Médicos", 22), ("Empreendimentos Imobiliários", 22),
    ("Cursos e Treinamentos", 20), ("Eventos", 20), ("Oficina Mecânica", 20), ("Contabilidade", 16),
    ("Confecções", 16), ("Papelaria", 14), ("Indústria de Plásticos", 10), ("Metalúrgica", 10),
    ("Agropecuária", 10), ("Produtos Veterinários", 8), ("Turismo", 8), ("Intermediação de Negócios", 8),
    ("Participações", 6),
];

/// Legal forms and sizes that end a company's name, with weights.
///
/// Weights are assumed. EIRELI is missing: those companies became Ltda in 2021 (Law 14,195).
pub(crate) static COMPANY_FORMS: [(&str, u16); 5] = [
    ("Ltda", 48),
    ("ME", 22),
    ("MEI", 18),
    ("EPP", 8),
    ("S.A.", 4),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_distinct_and_weighted(table: &[(&str, u16)]) {
        for (i, (name, weight)) in table.iter().enumerate() {
            assert!(*weight > 0, "{name} has no weight");
            assert!(
                !table[..i].iter().any(|(other, _)| other == name),
                "{name} twice"
            );
        }
    }

    #[test]
    fn names_are_distinct_weighted_and_most_frequent_first() {
        for cohort in &COHORTS {
            for table in [cohort.female, cohort.male] {
                assert!(
                    table.len() >= 40,
                    "{}: {} names",
                    cohort.born_from,
                    table.len()
                );
                assert!(table.is_sorted_by_key(|&(_, weight)| core::cmp::Reverse(weight)));
                assert_distinct_and_weighted(table);
            }
        }
        assert!(SURNAMES.is_sorted_by_key(|&(_, weight)| core::cmp::Reverse(weight)));
        assert_distinct_and_weighted(&SURNAMES);
    }

    #[test]
    fn cohorts_follow_each_other_and_share_no_name_between_the_sexes() {
        assert!(COHORTS.is_sorted_by_key(|cohort| cohort.born_from));
        for cohort in &COHORTS {
            for (name, _) in cohort.female {
                assert!(
                    !cohort.male.iter().any(|(other, _)| other == name),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn a_given_name_is_one_word() {
        for cohort in &COHORTS {
            for (name, _) in cohort.female.iter().chain(cohort.male) {
                assert!(name.chars().all(char::is_alphabetic), "{name}");
            }
        }
    }

    #[test]
    fn company_names_have_words_trades_and_forms() {
        assert!(COMPANY_WORDS.is_sorted_by(|a, b| a < b));
        assert_distinct_and_weighted(&COMPANY_TRADES);
        assert_distinct_and_weighted(&COMPANY_FORMS);
    }
}
