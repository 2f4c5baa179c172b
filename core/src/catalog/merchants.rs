//! [`MCCS`] and [`PROFILE_MCC`]: what people buy, for how much and from whom.
//!
//! Codes are those of ISO 18245. All merchant names are made up; none refers to a real company or brand.

use Risk::{High, Low, Medium};

/// How exposed merchants of a category are to fraud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Risk {
    /// Everyday purchases.
    Low,
    /// Goods that are easy to resell, and travel.
    Medium,
    /// Electronics, jewellery and betting.
    High,
}

impl Risk {
    /// The level's name in the data.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// A merchant category.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mcc {
    /// Merchant category code, four digits.
    pub(crate) code: &'static str,
    /// Its short name.
    pub(crate) category: &'static str,
    /// How exposed it is to fraud.
    pub(crate) risk: Risk,
    /// Share of card and Pix purchases, in thousandths; zero for [`CASH`], which is not a purchase.
    pub(crate) weight: u16,
    /// Typical purchase, in centavos.
    pub(crate) median: u32,
    /// Percentage of sales made online.
    pub(crate) online: u8,
    /// Whether it bills customers monthly.
    pub(crate) billing: bool,
    /// Fictional names of its merchants.
    pub(crate) names: &'static [&'static str],
}

/// Index in [`MCCS`] of ATMs, for withdrawals only.
pub(crate) const CASH: usize = 19;

/// The merchant categories, in the order of their codes.
///
/// Weights, medians and online shares are assumed, based on how Brazilian households spend: supermarkets,
/// small grocers, restaurants, fuel and pharmacies lead. The weighted mean of the medians is about R$64; with
/// a log-normal spread of σ 0.8 within a category the mean purchase would be R$89, between
/// [`crate::published::DEBIT_CARD_MEAN`] and [`crate::published::CREDIT_CARD_MEAN`].
#[rustfmt::skip]
pub(crate) static MCCS: [Mcc; 26] = [
    Mcc {
        code: "4121", category: "Taxi/Ride Apps", risk: Low, weight: 65, median: 1_700, online: 95, billing: false,
        names: &[
            "Corrida Já", "Vai Junto", "Ponto a Ponto Mobilidade", "Rota Leve", "Carona Boa",
            "Táxi Estrela do Sul", "Rádio Táxi Guaraci", "Cooperativa de Táxi Beira-Rio", "Vou de Ipê",
            "Roda Livre", "Chegaí", "Táxi Aliança da Serra", "Motorista na Mão", "Leva Eu",
            "Radar Táxi Paineiras", "Cooptáxi Vila Amélia", "Bora Ali", "Trajeto Certo",
            "Passageiro Feliz", "Táxi Comum Jacarandá", "Zunzum Corridas", "Ligeirinho Táxi",
            "Volta e Meia Mobilidade", "Embarque Rápido", "Mototáxi Sabiá", "Mototáxi Vento Norte",
        ],
    },
    Mcc {
        code: "4131", category: "Public Transit", risk: Low, weight: 40, median: 520, online: 20, billing: false,
        names: &[
            "Viação Serra Dourada Urbana", "Bilhete Ipê", "Metrô Linha Jequitibá",
            "Consórcio Vale do Sabiá", "Cartão Vai e Vem Cidadão", "Transporte Coletivo Araçá",
            "Viação Três Colinas", "Trem Suburbano Paineiras", "BRT Caminho do Mar",
            "Auto Viação Capivara", "Viação Rio das Garças", "Expresso Pau-Ferro",
            "Bilhete Catraca Livre do Vale", "Barcas Enseada Azul", "Integra Cidade Clara",
            "Viação Flor da Mata", "Consórcio Ondas do Norte", "Cartão Roda Cidade", "Viação Monte Sereno",
            "Coletivos Santa Aurélia", "VLT Orla Bonita", "Expresso Mandacaru", "Viação Pedra do Sino",
            "Auto Ônibus Jaborandi", "Passe Fácil Metropolitano", "Viação Campos Gerais do Ouro",
        ],
    },
    Mcc {
        code: "4215", category: "Delivery/Food Apps", risk: Low, weight: 45, median: 5_500, online: 97, billing: false,
        names: &[
            "Chega Quente", "Prato na Porta", "Fominha Entregas", "Já Tá Aí Delivery", "Marmita Express",
            "Sabor em Casa App", "Pede Mais", "Entrega Ligeira", "Rango Veloz", "Mesa em Casa",
            "Come Bem Delivery", "Tá na Mão Entregas", "Quentinha Online", "Garfo Ágil", "Moto Sabor",
            "Pedido Certo", "Bateu Fome", "Cesta Expressa", "Gela Já", "Padoca em Casa", "Vem Comida",
            "Zás Entregas", "Lanche Voador", "Delivery Boa Mesa", "Sacola Veloz", "Feira na Porta",
        ],
    },
    Mcc {
        code: "4511", category: "Airlines", risk: Medium, weight: 3, median: 75_000, online: 88, billing: false,
        names: &[
            "Linhas Aéreas Tuiuiú", "Voa Sabiá", "Aeroipê", "Cruzeiro Austral Linhas Aéreas",
            "Asa Branca Air", "Aérea Pantaneira", "Harpia Linhas Aéreas", "Voe Araucária",
            "Céu de Anil Airways", "Gaivota Regional", "Aeroguará", "Transcerrado Aéreo",
            "Norte-Sul Linhas Aéreas", "Ventania Air", "Atlântida Brasil Airways", "Jaburu Táxi Aéreo",
            "Condor da Serra Aéreo", "Aeromandaçaia", "Rota Amazônida Aérea", "Bem-te-vi Linhas Aéreas",
            "Voos do Planalto", "Arara Azul Airways", "Aerolitorânea", "Andorinha Táxi Aéreo",
            "Horizonte Linhas Aéreas",
        ],
    },
    Mcc {
        code: "4814", category: "Telecommunications", risk: Low, weight: 22, median: 7_500, online: 75, billing: true,
        names: &[
            "Conecta Ipê Telecom", "Sinal Verde Fibra", "Alô Serra Telefonia", "Voz do Vale Telecom",
            "Fibra Jacarandá", "Ligação Direta Móvel", "NetSabiá", "Tuiuiú Telecom", "Onda Larga Internet",
            "Fibra Mandacaru", "Móvel Aurora", "Telefônica Três Rios", "Link Cerrado",
            "Super Fibra Paineiras", "Sertão Net", "Beija-Flor Celular", "Ponto Fibra Litoral",
            "Conexão Araucária", "Turbo Vila Net", "Provedor Lagoa Azul", "Chip Horizonte",
            "Infovia Planalto", "Raio Fibra", "Rede Cidade Clara", "Torre Alta Telecom", "Alcance Móvel",
        ],
    },
    Mcc {
        code: "4900", category: "Utilities (Water/Power/Gas)", risk: Low, weight: 20, median: 14_000, online: 60, billing: true,
        names: &[
            "Companhia de Águas Serra Clara", "Energia do Vale do Ipê", "Saneamento Rio Manso",
            "Gás Natural Paineiras", "Luz e Força do Cerrado", "Águas do Jequitibá",
            "Companhia Elétrica Pedra Branca do Norte", "Saneadora Três Colinas",
            "Distribuidora de Energia Araçá", "Gás Canalizado Enseada", "Águas de Santa Aurélia",
            "Força Elétrica do Sertão Azul", "Energia Tuiuiú", "Companhia de Saneamento Mata Alta",
            "Eletro Mandacaru", "Serviço Autônomo de Água Vila Amélia", "Hidroluz Campo Largo",
            "Águas da Lagoa Serena", "Companhia Energética Monte Sereno", "Gás do Planalto",
            "Águas do Rio Pardinho", "Rede Elétrica Flor da Serra", "Saneamento Litoral Claro",
            "Energia Solar Cooperada Sabiá", "Companhia Luz do Agreste", "Águas do Ribeirão Dourado",
        ],
    },
    Mcc {
        code: "5311", category: "Department Stores", risk: Medium, weight: 30, median: 9_000, online: 30, billing: false,
        names: &[
            "Lojas Primavera Nova", "Magazine Jequitibá", "Casa Tropeira", "Lojas Bom Dia",
            "Bazar Central do Povo", "Magazin Aurora", "Lojas Tia Dita", "Armarinho e Cia Paineiras",
            "Casa Nossa Gente", "Lojas Maravilha do Lar", "Super Bazar Tudo Tem", "Lojas Três Coqueiros",
            "Magazine Cidade Clara", "Shopping do Lar Araçá", "Bazar Um Real e Pouco", "Lojas Serra Linda",
            "Casa Ribeirinha", "Magazine Rio Manso", "Lojas Boa Compra do Vale", "Empório Doméstico",
            "Lojas Família Feliz", "Galeria São Bené", "Grande Feira Magazine", "Lojas Sabiá",
            "Casa do Enxoval Lua Branca", "Achadinhos da Praça",
        ],
    },
    Mcc {
        code: "5411", category: "Supermarkets", risk: Low, weight: 176, median: 6_500, online: 5, billing: false,
        names: &[
            "Mercado Bom Vizinho", "Supermercado Flor da Serra", "Supermercados Araçá",
            "Atacado Três Colinas", "Mercado Nossa Vila", "Supermercado Paineiras", "Comercial Rio Manso",
            "Hiper Jequitibá", "Mercado da Tia Zica", "Supermercado Boa Safra", "Super Cesta Cheia",
            "Mercadinho Sol Nascente", "Supermercado Vale Fértil", "Atacarejo Mandacaru",
            "Supermercados Lua Branca", "Mercado Santa Aurélia", "Super Horta e Casa",
            "Supermercado Tropeiro", "Mercado Ponto Bom", "Supermercado Jardim das Flores",
            "Super Ipê Amarelo", "Atacado Boiadeiro", "Supermercado Pão da Terra", "Mercado Família Prado",
            "Supermercado Monte Sereno", "Rede Econômica Sabiá", "Supermercado Campo Verde do Sul",
            "Supermercado Bela Colheita", "Mercado Dona Jacira", "Super Compra Certa",
            "Supermercado Lagoa Serena", "Mercado Cidade Clara",
        ],
    },
    Mcc {
        code: "5499", category: "Convenience/Grocery", risk: Low, weight: 115, median: 2_200, online: 3, billing: false,
        names: &[
            "Padaria Flor do Ipê", "Mercearia do Seu Nonô", "Hortifrúti Folha Verde", "Quitanda da Praça",
            "Empório Serra Fria", "Conveniência 25 Horas", "Padaria Pão Dourado", "Sacolão Boa Terra",
            "Mercearia Três Irmãs", "Panificadora Rainha do Trigo", "Casa de Carnes Boi Manso",
            "Açougue Novilho Real", "Empório Grão Nobre", "Mini Mercado Esquina", "Padaria Nova Fornada",
            "Adega Vinha Velha", "Hortifrúti Pé de Feijão", "Mercearia Boa Prosa",
            "Padaria Manhã Cheirosa", "Laticínios Vaca Mimosa", "Empório Natural Semente",
            "Conveniência Bate-Papo", "Peixaria Mar Manso", "Panificadora Santa Aurélia",
            "Quitanda Dona Cotinha", "Mercearia Pingo d'Água", "Padaria Bom Fermento", "Frutaria Cajá",
            "Casa do Queijo Canastrinha", "Minimercado Vila Amélia", "Padaria Estação",
            "Bomboniere Doce Prosa",
        ],
    },
    Mcc {
        code: "5541", category: "Gas Stations", risk: Low, weight: 80, median: 9_000, online: 2, billing: false,
        names: &[
            "Posto Trevo Novo", "Auto Posto Jequitibá", "Posto Boa Viagem do Vale", "Posto Três Coqueiros",
            "Auto Posto Serra Linda", "Posto Tropeiro", "Posto Estrada Real Nova", "Auto Posto Paineiras",
            "Posto Rota Segura", "Posto Sabiá", "Auto Posto Rio Manso", "Posto Dois Pinheiros",
            "Posto Beira da Pista", "Auto Posto Mandacaru", "Posto Cidade Clara", "Posto Lua Cheia",
            "Auto Posto Família Prado", "Posto Ipê Roxo", "Posto da Curva", "Auto Posto Araçá",
            "Posto Boiadeiro", "Posto Monte Sereno", "Auto Posto Avenida Nova", "Posto Santa Aurélia",
            "Posto Pé na Estrada", "Auto Posto Lagoa Serena", "Posto Cristal do Norte",
            "Posto Sete Léguas",
        ],
    },
    Mcc {
        code: "5651", category: "Clothing", risk: Medium, weight: 30, median: 11_000, online: 30, billing: false,
        names: &[
            "Moda Jasmim", "Boutique Dona Flor", "Ateliê Linha Fina", "Estilo Aroeira",
            "Confecções Três Irmãs", "Roupas Maré Alta", "Jeans do Agreste", "Malharia Serra Fria",
            "Camisaria Passo Fino", "Moda Íntima Lua Branca", "Infantil Pipoca Doce",
            "Boutique Rosa de Maio", "Veste Bem", "Modas Tia Lídia", "Calçados Pé Ligeiro",
            "Sapataria Passo Certo", "Moda Praia Enseada", "Loja Fio de Algodão",
            "Alfaiataria Monte Sereno", "Surf Maresia Nova", "Boutique Capim Dourado",
            "Vestuário Paineiras", "Brechó Vida Nova", "Moda Plus Formosa", "Bordados Renda Viva",
            "Casa das Fardas", "Estação Jeans",
        ],
    },
    Mcc {
        code: "5732", category: "Electronics", risk: High, weight: 12, median: 28_000, online: 50, billing: false,
        names: &[
            "Eletro Ponto Azul", "Casa do Celular Araçá", "Tec Jequitibá", "InfoSabiá",
            "Mundo Pixel Informática", "Eletrônica Voltímetro", "Celular & Cia Paineiras", "Byte Forte",
            "Loja do Notebook Serra", "Som e Imagem Aurora", "Assistência Chip Bom", "Gamer Arena Ipê",
            "Eletrocenter Rio Manso", "Circuito Integrado Eletrônicos", "Smart Ponto Vila Amélia",
            "Mega Tela", "TecnoCapim", "Império dos Cabos", "Fone & Capinha", "Áudio Horizonte",
            "Digitaliza Já", "Casa da Antena", "Componentes Solda Boa", "Multi Eletro Cerrado",
            "Planeta Console", "Foto e Vídeo Luz Clara",
        ],
    },
    Mcc {
        code: "5812", category: "Restaurants", risk: Low, weight: 100, median: 5_200, online: 5, billing: false,
        names: &[
            "Restaurante Panela de Barro", "Cantina da Nonna Zélia", "Churrascaria Fogo Manso",
            "Bar do Tonico", "Restaurante Sabor da Roça", "Boteco Esquina Velha", "Tempero da Vovó Nair",
            "Restaurante Quilo Bom", "Peixada do Cais", "Galeto da Serra Fria", "Restaurante Flor de Sal",
            "Bar e Petiscaria Torresmo", "Casa do Baião", "Restaurante Mandioca Brava", "Sushi Cerejeira",
            "Comida Mineira Fogão a Lenha da Zica", "Rodízio Espeto Nobre", "Bistrô Aroeira",
            "Restaurante Vegetal", "Moqueca da Praia Mansa", "Bar Lua Branca",
            "Restaurante Tropeiro Velho", "Cantina Massa Fina", "Restaurante Paineiras",
            "Choperia Caneco Frio", "Restaurante Dona Jurema", "Sabores do Pará-Mirim",
            "Restaurante Porto Sereno", "Bar da Ladeira", "Restaurante Self Bem Servido",
            "Empório Bar Jatobá", "Parrilla do Pampa",
        ],
    },
    Mcc {
        code: "5814", category: "Fast Food", risk: Low, weight: 75, median: 3_200, online: 18, billing: false,
        names: &[
            "Lanches Zé Pequeno", "Burguer da Praça", "Pastelaria Vento Bom", "Dogão do Marcão",
            "Açaí Roxinho", "Pizza Ligeira", "Coxinha da Vila", "Esfiharia Beirute Novo",
            "Lanchonete Ponto Cheio", "Tapiocaria Sertaneja", "Hamburgueria Brasa Viva",
            "Frango Crocante da Serra", "Sorveteria Floco de Neve", "Cachorro-Quente do Tião",
            "Salgados da Lurdinha", "Milk & Gelo", "Café Expresso Araçá", "Pizzaria Massa Leve",
            "Yakisoba da Esquina", "Crepe Maria", "Caldo de Cana Engenho Novo", "Pão de Queijo Trem Bão",
            "Lanches Estação", "Temaki Ligeiro", "Espetinho da Galera", "Cafeteria Grão Torrado",
            "Batata Recheada da Hora", "Churros da Vó Lica",
        ],
    },
    Mcc {
        code: "5815", category: "Digital Services", risk: Low, weight: 26, median: 2_990, online: 100, billing: true,
        names: &[
            "CineNuvem", "Toca Som", "Novela+ Streaming", "Leitura Sem Fim", "Jogo Nuvem", "Trilha Música",
            "Série Mania Play", "Nuvem Guardada", "PodOuvir", "Tela Viva", "Futebol na Rede Play",
            "Clube do Audiolivro Ouvinte", "Arquivo Céu", "Animaê", "Desenho Livre TV", "Cine Sofá",
            "Guitarra Online", "Revista Digital Folhear", "App Meditar", "Planilha Fácil Web",
            "Som de Casa", "Bloco 3D Jogos", "Jornal Tela Aberta", "Assina Filme", "Karaokê Play",
            "Cofre de Senhas Web",
        ],
    },
    Mcc {
        code: "5912", category: "Pharmacies", risk: Low, weight: 70, median: 4_500, online: 14, billing: false,
        names: &[
            "Drogaria Vila Nova", "Farmácia Boa Saúde", "Drogaria Flor de Lis", "Farmácia do Seu Arlindo",
            "Drogaria Três Colinas", "Farmácia Popular Araçá", "Drogaria Paineiras", "Farma Ipê",
            "Drogaria Santa Aurélia", "Farmácia Erva Cidreira", "Drogaria Rio Manso",
            "Farmácia Bem Cuidar", "Drogaria Jequitibá", "Farmácia Praça Velha", "Drogaria Sabiá",
            "Farmácia Manipulação Fórmula Viva", "Drogaria Cidade Clara", "Farmácia Cura Certa",
            "Drogaria Família Prado", "Farma Serrana", "Drogaria Monte Sereno", "Farmácia Camomila",
            "Drogaria Lua Branca", "Farmácia Vida Plena do Vale", "Drogaria Saúde da Gente",
            "Farmácia Bom Remédio", "Drogaria Lagoa Serena", "Farma Mandacaru",
        ],
    },
    Mcc {
        code: "5944", category: "Jewelry", risk: High, weight: 3, median: 25_000, online: 25, billing: false,
        names: &[
            "Joalheria Pedra Rara", "Ourivesaria Irmãos Prado", "Joias Lua Branca", "Relojoaria Ponteiro",
            "Semijoias Brilho d'Água", "Joalheria Diamantina Nova", "Prata da Serra", "Ateliê Turmalina",
            "Alianças Dois Corações", "Joalheria Imperatriz do Vale", "Gemas do Jequitinhonha",
            "Ourives Sabino", "Relojoaria Hora Certa", "Joias Água-Marinha", "Folheados Ouro Fino",
            "Joalheria Monte Sereno", "Prataria Alvorada", "Bijuterias Colar de Contas",
            "Topázio Azul Joias", "Joalheria Estrela d'Alva", "Casa das Alianças",
            "Relógios Cronos do Sul", "Esmeralda Fina", "Joias Capim Dourado", "Pérola do Litoral",
        ],
    },
    Mcc {
        code: "5977", category: "Cosmetics/Perfumery", risk: Medium, weight: 14, median: 8_500, online: 35, billing: false,
        names: &[
            "Perfumaria Alecrim", "Cosméticos Flor de Lótus Nova", "Essências do Cerrado",
            "Beleza Pura Jasmim", "Perfumaria Lua Branca", "Casa do Cabelo Cacheado", "Maquiagem & Cor",
            "Aromas da Mata", "Perfumaria Dama da Noite", "Cosméticos Buriti", "Sabonetes Lavandinha",
            "Perfumaria Cidade Clara", "Beleza da Terra", "Cheiro Bom Perfumes", "Cosmética Araçá",
            "Esmalteria Unha Chique", "Perfumaria Rosa Mel", "Casa da Maquiadora",
            "Cosméticos Castanha Viva", "Perfumes Brisa Leve", "Dermo Pele Clara", "Capilar Babosa",
            "Perfumaria Paineiras", "Spa Cosméticos Andiroba", "Barbearia Navalha & Óleos",
        ],
    },
    Mcc {
        code: "5995", category: "Pet Shop", risk: Low, weight: 14, median: 7_500, online: 25, billing: false,
        names: &[
            "Pet Amigo Fiel", "Casa da Ração Boiadeiro", "Bicho Contente", "Pet Shop Patinha Feliz",
            "Aquário Mar Manso", "Ração & Cia Paineiras", "Veterinária Quatro Patas", "Cão Carente Pet",
            "Miau Boutique", "Agropet Serra Linda", "Pet Vila Amélia", "Banho e Tosa Pelo Macio",
            "Pássaros e Penas", "Petisco Bom", "Mundo da Ração Araçá", "Clínica Vet Focinho",
            "Casa do Peludo", "Agropecuária Tropeira Pet", "Gato de Telhado Pet", "Pet Sabiá",
            "Caramelo Pet Shop", "Ração Direta", "Hotel Pet Aumigo", "Pet Quintal", "Bichinho da Praça",
        ],
    },
    Mcc {
        code: "6011", category: "Cash/ATM", risk: Medium, weight: 0, median: 15_000, online: 0, billing: false,
        names: &[
            "Caixa Eletrônico Praça Central", "Caixa Eletrônico Rodoviária",
            "Caixa Eletrônico Shopping Norte", "Caixa Eletrônico Shopping Sul",
            "Caixa Eletrônico Mercado Municipal", "Caixa Eletrônico Hospital",
            "Caixa Eletrônico Universidade", "Caixa Eletrônico Aeroporto", "Caixa Eletrônico Estação",
            "Caixa Eletrônico Posto da Avenida", "Caixa Eletrônico Farmácia",
            "Caixa Eletrônico Supermercado", "Caixa Eletrônico Galeria", "Caixa Eletrônico Calçadão",
            "Caixa Eletrônico Prefeitura", "Caixa Eletrônico Fórum", "Caixa Eletrônico Bairro Alto",
            "Caixa Eletrônico Vila", "Caixa Eletrônico Orla", "Caixa Eletrônico Feira",
            "Caixa Eletrônico Centro Comercial", "Caixa Eletrônico Loja da Esquina",
            "Caixa Eletrônico Agência Centro", "Caixa Eletrônico Agência Bairro",
            "Caixa Eletrônico Parque",
        ],
    },
    Mcc {
        code: "6051", category: "Crypto Exchange", risk: High, weight: 4, median: 22_000, online: 100, billing: false,
        names: &[
            "Cripto Ipê", "Moeda Clara Câmbio", "Bloco Azul Exchange", "Tuiuiú Cripto", "Corrente Livre",
            "Satélite Ativos Digitais", "Pampa Coin", "Aroeira Exchange", "Vereda Ativos", "Minas Bloco",
            "Litoral Cripto", "Nó Certo Exchange", "Carcará Digital", "Planalto Moedas", "Sertão Coin",
            "Jatobá Cripto", "Chave Fria Ativos", "Bloco do Vale", "Ondina Exchange", "Maré Digital Ativos",
            "Cripto Mantiqueira", "Ouro de Bits", "Rio Claro Exchange", "Cadeia Aberta Ativos", "Sabiá Coin",
        ],
    },
    Mcc {
        code: "7011", category: "Hotels", risk: Medium, weight: 4, median: 38_000, online: 62, billing: false,
        names: &[
            "Pousada Recanto do Sabiá", "Hotel Serra Fria", "Hotel Praia Mansa", "Pousada Lua Branca",
            "Hotel Executivo Paineiras", "Resort Enseada Azul", "Hotel Fazenda Tropeiro",
            "Pousada Pedra do Sino", "Hotel Cidade Clara", "Flat Avenida Nova", "Pousada Mar de Dentro",
            "Hotel Rio Manso", "Hostel Mochila Leve", "Pousada das Bromélias", "Hotel Três Coqueiros",
            "Hotel Monte Sereno", "Chalés da Neblina", "Pousada Casarão Velho", "Hotel Aeroporto Norte",
            "Hotel Estância do Ipê", "Pousada Canto da Arara", "Hotel Central do Vale",
            "Eco Lodge Igarapé", "Motel Via Láctea", "Pousada Areia Fina", "Hotel Termas da Serra",
        ],
    },
    Mcc {
        code: "7995", category: "Gambling/Games", risk: High, weight: 20, median: 5_000, online: 98, billing: false,
        names: &[
            "Palpite Certo", "Aposta Sabiá", "Gol de Placa Apostas", "Roleta do Cerrado", "Bet Jaguará",
            "Jogada Final", "Placar Vivo", "Sorte na Mão", "Tigre Verde Jogos", "Lance Bom",
            "Arena Palpite", "Trevo Quatro Apostas", "Bet Mandacaru", "Canarinho Bet", "Zebra Apostas",
            "Loteria Online Ipê", "Cartela Cheia Bingo", "Dado Livre Cassino", "Campeão Bet Sul",
            "Capivara Bet", "Escanteio Apostas", "Super Cartela", "Poker do Planalto", "Raspe & Sorte",
            "Torcida Bet", "Cravou Apostas",
        ],
    },
    Mcc {
        code: "7997", category: "Gyms/Fitness", risk: Low, weight: 12, median: 11_000, online: 35, billing: true,
        names: &[
            "Academia Corpo e Movimento", "Academia Força do Ipê", "Studio Pilates Leveza",
            "Box Cross Jaguar", "Academia Paineiras Fit", "Clube Náutico Lagoa Serena",
            "Academia Vila Amélia", "Fit Popular", "Natação Peixinho", "Academia Músculo & Cia",
            "Yoga Casa Lótus", "Academia Ritmo Bom", "Arena Beach Areia Fina", "Academia Três Colinas",
            "Studio Dança Gingado", "Clube Recreativo Araçá", "Academia Suor Sagrado",
            "Lutas Tatame Forte", "Academia Monte Sereno", "Ginástica Bem Viver", "Academia Pulso Ativo",
            "Clube de Campo Tropeiro", "Escalada Pedra Viva", "Academia Cidade Clara",
            "Funcional da Praça", "Academia 30 Minutinhos",
        ],
    },
    Mcc {
        code: "8011", category: "Doctors/Clinics", risk: Low, weight: 10, median: 22_000, online: 8, billing: false,
        names: &[
            "Clínica Vida Serena", "Consultório Dra. Marília Prado", "Laboratório Análise Clara",
            "Clínica da Família Araçá", "Centro Médico Paineiras", "Clínica Olhos da Serra",
            "Ortopedia Passo Firme", "Consultório Dr. Anselmo Veiga", "Clínica Popular Bem Perto",
            "Diagnóstico por Imagem Raio Norte", "Clínica Pele Viva", "Cardioclínica Monte Sereno",
            "Pediatria Passarinho", "Clínica Mulher Aurora", "Odonto Riso Largo",
            "Fisioterapia Corpo Livre", "Clínica Santa Aurélia", "Laboratório Gota Certa",
            "Psicologia Espaço Escuta", "Clínica do Sono Leve", "Centro Médico Rio Manso",
            "Otorrino Bom Ouvido", "Clínica Jequitibá Saúde", "Vacinas Proteja",
            "Dentista Dr. Caetano Lobo", "Clínica Renascer do Vale",
        ],
    },
    Mcc {
        code: "8299", category: "Education/Courses", risk: Low, weight: 10, median: 25_000, online: 60, billing: true,
        names: &[
            "Colégio Caminho do Saber", "Escola de Idiomas Ponte Nova", "Curso Técnico Jequitibá",
            "Faculdade Serra Clara", "Cursinho Aprova Vale", "Escola Infantil Pingo de Gente",
            "Academia de Código Ipê", "Escola de Música Sol Maior", "Autoescola Volante Certo",
            "Colégio Santa Aurélia", "Instituto Saber Livre", "Inglês na Praça",
            "Centro Educacional Araçá", "Faculdade do Agreste Novo", "Curso Online Aprende Já",
            "Escola de Gastronomia Panela Nova", "Reforço Escolar Tabuada", "Colégio Monte Sereno",
            "Escola de Arte Aquarela Viva", "Concurso Fácil Cursos", "Colégio Paineiras",
            "Escola de Dança Sapatilha", "Pós Digital Horizonte", "Robótica Kids Engrenagem",
            "Escola Semente do Saber", "Idiomas Sem Fronteira Azul",
        ],
    },
];

/// How much each behavioural profile buys from each category: 100 is average, 200 twice as much.
///
/// Columns follow [`MCCS`]. Weighted by the profiles' shares of customers (25, 15, 10, 8, 20 and 22%), every
/// column averages about 100, so the profiles leave the overall mix unchanged. The factors are assumed; those
/// under [`CASH`] apply to withdrawals.
#[rustfmt::skip]
pub(crate) static PROFILE_MCC: [[u16; 26]; 6] = [
    //4121 4131 4215 4511 4814 4900 5311 5411 5499 5541 5651 5732 5812 5814 5815 5912 5944 5977 5995 6011 6051 7011 7995 7997 8011 8299
    [ 150, 135, 180,  55,  80,  40,  85,  55,  90,  60, 105, 100, 110, 165, 140,  55,  45, 105,  80,  50, 150,  45, 165, 140,  35,  80], // young_digital
    [  40,  90,  20,  55, 110, 180,  85, 155, 140,  70,  55,  45,  55,  40,  25, 210,  55,  75,  90, 250,  20,  65,  60,  35, 230,  20], // traditional_senior
    [ 125,  40,  80, 230, 130, 130,  85,  85,  70, 190,  75, 140, 140,  65,  65,  75, 115,  75,  80,  90, 130, 230,  70,  80,  90, 115], // business_owner
    [ 115,  20, 100, 275,  80,  90, 145,  70,  70, 120, 170, 165, 160,  60,  90,  85, 450, 180, 120,  50, 160, 305,  70, 115, 120,  90], // high_spender
    [ 105, 110, 115,  75, 120,  70,  95,  70,  90,  70,  95, 110, 105, 105, 175,  65,  55, 105, 100,  60, 110,  65, 115, 150,  65, 145], // subscription_heavy
    [  65, 110,  60,  85,  90, 130, 115, 155, 120, 140, 115,  85,  75,  95,  60, 125, 100,  95, 135, 110,  75,  85,  70,  60, 110, 135], // family_provider
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_four_digits_and_in_order() {
        assert!(MCCS.is_sorted_by(|a, b| a.code < b.code));
        for mcc in &MCCS {
            assert_eq!(mcc.code.len(), 4);
            assert!(mcc.code.bytes().all(|b| b.is_ascii_digit()), "{}", mcc.code);
        }
    }

    #[test]
    fn weights_are_thousandths_of_purchases_and_cash_is_none() {
        assert_eq!(MCCS[CASH].code, "6011");
        for (i, mcc) in MCCS.iter().enumerate() {
            assert_eq!(mcc.weight == 0, i == CASH, "{}", mcc.code);
            assert!(mcc.median > 0 && mcc.online <= 100, "{}", mcc.code);
        }
        assert_eq!(MCCS.iter().map(|mcc| mcc.weight).sum::<u16>(), 1_000);
    }

    #[test]
    fn every_category_has_names_and_no_name_is_used_twice() {
        for (i, mcc) in MCCS.iter().enumerate() {
            assert!(
                mcc.names.len() >= 24,
                "{}: {} names",
                mcc.code,
                mcc.names.len()
            );
            for (j, name) in mcc.names.iter().enumerate() {
                let elsewhere = MCCS[..i].iter().any(|other| other.names.contains(name));
                assert!(!elsewhere && !mcc.names[..j].contains(name), "{name} twice");
            }
        }
    }

    #[test]
    fn categories_are_distinct() {
        for (i, mcc) in MCCS.iter().enumerate() {
            assert!(!MCCS[..i].iter().any(|other| other.category == mcc.category));
        }
    }

    #[test]
    fn profiles_average_to_the_overall_mix() {
        const SHARES: [u32; 6] = [25, 15, 10, 8, 20, 22];
        for (column, mcc) in MCCS.iter().enumerate() {
            let bought = PROFILE_MCC.iter().zip(SHARES);
            let mean = bought
                .map(|(row, share)| u32::from(row[column]) * share)
                .sum::<u32>()
                / 100;
            assert!((95..=105).contains(&mean), "{}: {mean}", mcc.code);
        }
    }
}
