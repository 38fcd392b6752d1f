//! Made-up sites: pages with their furniture, and the article that is in them. The same number gives the same page everywhere.

#![allow(dead_code, unreachable_pub, reason = "tests, benchmarks and examples each use a part of it")]

use std::fmt::Write;

/// A page as an extractor that keeps everything would give it.
pub struct Page {
    pub text: String,
    /// Title and article.
    pub gold: String,
}

/// A site with a language and a way of laying out its pages.
pub struct Site {
    pub name: String,
    number: u64,
    language: &'static Language,
}

struct Language {
    words: &'static [&'static str],
    space: &'static str,
    stop: &'static str,
    menu: &'static [&'static str],
    footer: &'static [&'static str],
    byline: [&'static str; 2],
    views: &'static str,
    comments: &'static str,
    previous: &'static str,
    next: &'static str,
    /// What belongs to the articles of the site and stands in many of them all the same.
    headings: &'static [&'static str],
    series: &'static str,
}

const LANGUAGES: [Language; 4] = [
    Language {
        words: &[
            "harbour", "council", "rain", "evening", "the", "a", "of", "and", "against", "vote", "plan", "bridge", "teacher", "letter",
            "found", "asked", "slowly", "river", "window", "old", "new", "said", "that", "nobody", "market", "price", "fell", "again",
            "before", "winter", "garden", "street", "child", "played",
        ],
        space: " ",
        stop: ".",
        menu: &[
            "Home",
            "News",
            "Sport",
            "Weather",
            "Culture",
            "Travel",
            "Opinion",
            "Jobs",
            "Property",
            "Obituaries",
            "Puzzles",
            "Archive",
            "Photos",
            "Schools",
        ],
        footer: &[
            "About us",
            "Contact",
            "Imprint",
            "Careers",
            "Accessibility",
            "Our standards",
            "Corrections",
            "Sitemap",
            "Press office",
            "Advertise with us",
        ],
        byline: ["Posted by", "in"],
        views: "views",
        comments: "comments",
        previous: "Previous story",
        next: "Next story",
        headings: &["Background", "What happens next", "At a glance", "The figures"],
        series: "This is one part of a series in which we visit every village of the valley and ask what people there want from the council.",
    },
    Language {
        words: &[
            "Hafen", "Rat", "Regen", "Abend", "der", "die", "das", "und", "gegen", "Plan", "Brücke", "Lehrerin", "Brief", "fand", "fragte",
            "langsam", "Fluss", "Fenster", "alt", "neu", "sagte", "dass", "niemand", "Markt", "Preis", "fiel", "wieder", "vorher",
            "Winter", "Garten", "Straße", "Kind", "spielte",
        ],
        space: " ",
        stop: ".",
        menu: &[
            "Startseite",
            "Nachrichten",
            "Sport",
            "Wetter",
            "Kultur",
            "Reise",
            "Meinung",
            "Stellen",
            "Immobilien",
            "Trauer",
            "Rätsel",
            "Archiv",
            "Bilder",
        ],
        footer: &[
            "Über uns",
            "Kontakt",
            "Impressum",
            "Karriere",
            "Barrierefreiheit",
            "Leitlinien",
            "Korrekturen",
            "Übersicht",
            "Presse",
            "Mediadaten",
        ],
        byline: ["Von", "in"],
        views: "Aufrufe",
        comments: "Kommentare",
        previous: "Voriger Beitrag",
        next: "Nächster Beitrag",
        headings: &["Hintergrund", "Wie es weitergeht", "Auf einen Blick", "Die Zahlen"],
        series: "Dies ist ein Teil einer Reihe, für die wir jedes Dorf im Tal besuchen und fragen, was sich die Leute dort vom Rat wünschen.",
    },
    Language {
        words: &[
            "гавань",
            "совет",
            "дождь",
            "вечер",
            "и",
            "в",
            "на",
            "против",
            "план",
            "мост",
            "учитель",
            "письмо",
            "нашёл",
            "спросил",
            "медленно",
            "река",
            "окно",
            "старый",
            "новый",
            "сказал",
            "что",
            "никто",
            "рынок",
            "цена",
            "упала",
            "снова",
            "раньше",
            "зима",
            "сад",
            "улица",
            "ребёнок",
            "играл",
            "город",
        ],
        space: " ",
        stop: ".",
        menu: &[
            "Главная",
            "Новости",
            "Спорт",
            "Погода",
            "Культура",
            "Туризм",
            "Мнения",
            "Работа",
            "Недвижимость",
            "Память",
            "Загадки",
            "Архив",
            "Фото",
        ],
        footer: &[
            "О нас",
            "Контакты",
            "Выходные данные",
            "Вакансии",
            "Доступность",
            "Правила",
            "Поправки",
            "Карта",
            "Пресса",
            "Реклама у нас",
        ],
        byline: ["Автор", "раздел"],
        views: "просмотров",
        comments: "комментариев",
        previous: "Предыдущая статья",
        next: "Следующая статья",
        headings: &["Предыстория", "Что дальше", "Кратко", "Цифры"],
        series: "Это часть серии, для которой мы едем в каждую деревню долины и спрашиваем, чего люди там ждут от совета.",
    },
    Language {
        words: &[
            "港",
            "議会",
            "雨",
            "夕方",
            "の",
            "と",
            "反対",
            "計画",
            "橋",
            "先生",
            "手紙",
            "見つけた",
            "尋ねた",
            "ゆっくり",
            "川",
            "窓",
            "古い",
            "新しい",
            "言った",
            "誰も",
            "市場",
            "値段",
            "下がった",
            "また",
            "前に",
            "冬",
            "庭",
            "通り",
            "子供",
            "遊んだ",
            "町",
            "電車",
        ],
        space: "",
        stop: "。",
        menu: &["トップ", "ニュース", "スポーツ", "天気", "文化", "旅行", "意見", "求人", "住まい", "訃報", "パズル", "保存庫", "写真"],
        footer: &["会社案内", "問い合わせ", "奥付", "採用情報", "閲覧支援", "編集方針", "訂正", "案内図", "報道関係", "広告掲載"],
        byline: ["記者", "面"],
        views: "回閲覧",
        comments: "件の意見",
        previous: "前の記事",
        next: "次の記事",
        headings: &["背景", "今後", "要点", "数字"],
        series: "谷のすべての村を訪ね、そこに住む人々が議会に何を望むのかを聞く連載の一回です。読者の便りも紹介します。",
    },
];

const NAMES: [&str; 12] = ["Ada", "Ben", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kenji", "Lea"];

/// Numbers that look random (splitmix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn sentence(&mut self, language: &Language, words: usize, stop: &str) -> String {
        let words: Vec<&str> = (0..words).map(|_| self.one(language.words)).collect();
        let mut sentence = words.join(language.space);
        if let Some(first) = sentence.chars().next() {
            sentence.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
        }
        sentence + stop
    }

    fn paragraph(&mut self, language: &Language) -> String {
        let count = 2 + self.below(4);
        let sentences: Vec<String> = (0..count)
            .map(|_| {
                let words = 12 + self.below(12);
                self.sentence(language, words, language.stop)
            })
            .collect();
        sentences.join(language.space)
    }
}

impl Site {
    pub fn new(number: u64) -> Self {
        Self { name: format!("site{number}.example"), number, language: &LANGUAGES[(number % LANGUAGES.len() as u64) as usize] }
    }

    /// A page of the site. Menu and footer are the site's; byline, date, counters, teasers and neighbours are the page's; and so are the headings and the opening of a
    /// series, which stand in many articles and belong to them.
    pub fn page(&self, number: u64) -> Page {
        let language = self.language;
        let mut of_site = Dice(self.number.wrapping_mul(0xA076_1D64_78BD_642F) ^ 1);
        let dice = &mut Dice(self.number << 32 ^ number.wrapping_mul(0xE703_7ED1_A0B4_28DB) ^ 2);
        let mut page = Page { text: String::new(), gold: String::new() };
        let words = 5 + dice.below(6);
        let title = dice.sentence(language, words, "");
        let own_menu = of_site.sentence(language, 2, "");
        let menu_items = 7 + of_site.below(6);
        let in_one_line = of_site.chance(30);
        let has_sidebar = of_site.chance(50);
        let has_neighbours = of_site.chance(50);
        let slogan = of_site.sentence(language, 4, "");
        let notice = of_site.sentence(language, 14, language.stop);

        // Head.
        page.furniture(&slogan);
        let menu: Vec<&str> = language.menu[..menu_items].iter().copied().chain([own_menu.as_str()]).collect();
        if in_one_line {
            page.furniture(&menu.join(" | "));
        } else {
            menu.iter().for_each(|item| page.furniture(item));
        }
        page.article(&title);
        let byline = format!("{} {} {} {}", language.byline[0], dice.one(&NAMES), language.byline[1], dice.one(language.menu));
        page.furniture(&byline);
        page.furniture(&format!("{}.{}.2026", 1 + dice.below(28), 1 + dice.below(12)));
        page.furniture(&format!("{} {}", dice.below(9_000), language.views));

        // Article.
        if dice.chance(15) {
            page.article(language.series);
        }
        let parts = 2 + dice.below(3);
        for part in 0..parts {
            let paragraphs = 1 + dice.below(3);
            for _ in 0..paragraphs {
                page.article(&dice.paragraph(language));
            }
            if part + 1 < parts {
                if dice.chance(40) {
                    page.article(dice.one(language.headings));
                }
                if has_sidebar && part == 0 {
                    ["Newsletter", slogan.as_str(), own_menu.as_str()].iter().for_each(|line| page.furniture(line));
                }
            }
        }

        // Foot.
        page.furniture(&format!("{} {}", dice.below(90), language.comments));
        if has_neighbours {
            for label in [language.previous, language.next] {
                page.furniture(label);
                let words = 5 + dice.below(6);
                page.furniture(&dice.sentence(language, words, ""));
            }
        }
        for _ in 0..dice.below(4) {
            let words = 5 + dice.below(6);
            page.furniture(&dice.sentence(language, words, ""));
        }
        language.footer.iter().for_each(|item| page.furniture(item));
        page.furniture(&notice);
        page.furniture(&format!("© 2026 {slogan}"));
        page
    }
}

impl Page {
    fn furniture(&mut self, line: &str) {
        let _ = writeln!(self.text, "{line}");
    }

    fn article(&mut self, line: &str) {
        self.furniture(line);
        let _ = writeln!(self.gold, "{line}");
    }
}
