//! The texts that are cleaned.

/// Documents of a kind.
pub(crate) struct Text {
    pub(crate) name: &'static str,
    pub(crate) documents: Vec<String>,
}

const SENTENCES: [&str; 6] = [
    "The council met on Monday evening, heard eleven residents on the plan for the old harbour, and put the vote off for another week.",
    "“We did not expect it to take this long,” the engineer said, “but nobody wants a bridge that closes whenever it rains.”",
    "Rents near the station rose by 4.5% in 2023.",
    "It was the third attempt, and the first one with a budget of its own.",
    "She has worked at the mill for twenty years and remembers the flood of 1998, when the water stood a metre high in the hall.",
    "Two of the five candidates didn't answer.",
];
const CYRILLIC: [&str; 3] = [
    "Совет собрался в понедельник вечером, выслушал одиннадцать жителей о плане для старой гавани и отложил голосование на неделю.",
    "Аренда у вокзала выросла за год на 4,5 процента.",
    "Она работает на мельнице двадцать лет и помнит наводнение 1998 года.",
];
const HAN: [&str; 2] = [
    "市议会星期一晚上开会，听取了十一位居民对旧港口规划的意见，并把表决推迟了一周。",
    "她在磨坊工作了二十年，还记得一九九八年的洪水，当时大厅里的水有一米深。",
];

/// Numbers that look random and are the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }

    fn pick<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len())]
    }
}

impl Text {
    pub(crate) fn all() -> Vec<Self> {
        let furniture: Vec<&str> = textsieve::rules().flat_map(textsieve::Rule::removes).map(String::as_str).collect();
        let of = |name, count: usize, make: &dyn Fn(&mut Numbers) -> String| Self {
            name,
            documents: (0..count).map(|seed| make(&mut Numbers(seed as u64 + 1))).collect(),
        };
        vec![
            of("extractor output", 64, &|numbers| page(numbers, &SENTENCES, &furniture, 40, 12)),
            of("whole pages", 64, &|numbers| page(numbers, &SENTENCES, &furniture, 30, 80)),
            of("one-line documents", 64, &|numbers| page(numbers, &SENTENCES, &furniture, 40, 0).replace('\n', " ")),
            of("non-Latin text", 64, &|numbers| page(numbers, &CYRILLIC, &furniture, 20, 6) + &page(numbers, &HAN, &furniture, 20, 6)),
            of("nothing to cut", 64, &|numbers| page(numbers, &SENTENCES, &furniture, 60, 0)),
            of("all furniture", 64, &|numbers| page(numbers, &SENTENCES, &furniture, 0, 200)),
            of("tiny texts", 256, &|numbers| numbers.pick(&SENTENCES).chars().take(100).collect()),
        ]
    }
}

/// Some paragraphs, with short lines among, above and below them: furniture, and words that no rule knows.
fn page(numbers: &mut Numbers, sentences: &[&str], furniture: &[&str], paragraphs: usize, short: usize) -> String {
    let mut lines = Vec::new();
    for _ in 0..paragraphs {
        let count = 1 + numbers.below(5);
        let paragraph: Vec<_> = (0..count).map(|_| numbers.pick(sentences)).collect();
        lines.push(paragraph.join(" "));
    }
    for _ in 0..short {
        let line = match numbers.below(2) {
            0 => numbers.pick(furniture).to_owned(),
            _ => numbers.pick(sentences).split_whitespace().skip(numbers.below(4)).take(1 + numbers.below(5)).collect::<Vec<_>>().join(" "),
        };
        let at = numbers.below(lines.len() + 1);
        lines.insert(at, line);
    }
    lines.join("\n") + "\n"
}
