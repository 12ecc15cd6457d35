//! What people type and the page they mean by it, kind by kind, among pages that have the
//! same words in other places. Each kind's queries were made up after the kind, not after the code.

use crate::world::{World, page, query};
use trove_index::ranking::Tier;
use trove_index::text::Text;
use trove_index::{Document, Hit, Met};

/// Where the page that is meant stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    First,
    Found,
    Absent,
}

use Rule::{Absent, First, Found};

const MEANT: u64 = 1;

/// A page, older than the noise, and what is typed for it.
type Case = (&'static str, &'static str, &'static [(&'static str, Rule)]);

/// Newer pages with the same parts, scattered.
const NOISE: &str = "Task list with 7 and 12 items, version 1 of 2 with 3 parts, in 2024 the 05 and 01, main entry of \
                     src, rs file, at 10 or 0 and 1, call on Monday, a form to log in, plus c and net, general notes, \
                     road works, red bikes, an open map, the error 1234 and 5, err on the safe side, \
                     codes de89 then 0044 then 3704 then 0130 then 0532 then 00, an example for the com team.";

fn hits(world: &World, typed: &str, pages: &[Document]) -> Vec<Hit> {
    let answer = world.answer(typed, 100);
    // As whoever shows them does: texts tell how far off a page is.
    let held = |hit: &Hit| {
        if !hit.unchecked || hit.lacks != Met::default() {
            return Some(*hit);
        }
        let page = pages.iter().find(|page| page.id == hit.id)?;
        let text = Text::new(format!("{}\n{}", page.title, page.body));
        let how = answer.asked.how_held(&[&text])?;
        Some(Hit { rank: hit.rank.held(how), ..*hit })
    };
    let mut hits: Vec<Hit> = answer.hits.iter().filter_map(held).collect();
    hits.sort_by_key(|hit| hit.rank);
    hits
}

fn check(cases: &[Case]) {
    let noise = (10..40).map(|id| page(id, &format!("Draft {id}"), NOISE));
    let noise: Vec<Document> = noise.collect();
    let mut wrong = Vec::new();
    for (title, body, queries) in cases {
        let mut world = World::new(&[]);
        let pages: Vec<Document> =
            [page(MEANT, title, body)].into_iter().chain(noise.iter().cloned()).collect();
        world.put(pages.clone());
        for (typed, rule) in *queries {
            let found: Vec<u64> = hits(&world, typed, &pages).iter().take(20).map(|hit| hit.id).collect();
            let right = match rule {
                First => found.first() == Some(&MEANT),
                Found => found.contains(&MEANT),
                Absent => !found.contains(&MEANT),
            };
            if !right {
                wrong.push(format!("{typed} → {title} | {body}: {rule:?}, found {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn written_as_one_thing() {
    check(&[
        (
            "Login",
            "See TASK-7 for it.",
            &[
                ("TASK-7", First),
                ("task7", First),
                ("TASK 7", First),
                ("login task 7", First),
                ("task-12", Absent),
            ],
        ),
        (
            "Codes",
            "It says ERR-1234-5 then.",
            &[("ERR-1234-5", First), ("err1234", Found), ("ERR 1234 5", First), ("ERR 1234", First)],
        ),
        ("Router", "Answers at 10.0.0.1 only.", &[("10.0.0.1", First), ("\"10.0.0.1\"", First)]),
        ("Hotfix", "Back to v1.2.3 in doubt.", &[("v1.2.3", First), ("1.2.3", First)]),
        ("Entry", "All starts in src/main.rs here.", &[("src/main.rs", First), ("main.rs", First)]),
        ("Go-live", "On 2024-05-01 at noon.", &[("2024-05-01", First)]),
        ("Contact", "Write to ana@example.com soon.", &[("ana@example.com", First), ("example.com", First)]),
        ("Contact", "Write to ana.lopez@example.com soon.", &[("@example.com", First)]),
        ("Place", "52.5200° N", &[("52.52", First), ("52.5200", First)]),
        ("Sessions", "Our 11:11 club", &[("11:11", First)]),
        ("Stack", "We use node.js for that.", &[("node.js", First), ("nodejs", First)]),
        (
            "Phone",
            "+1 (555) 010-9988",
            &[
                ("5550109988", First),
                ("555-010-9988", First),
                ("15550109988", First),
                ("555 010 9988", First),
                ("+1 555 010 9988", First),
            ],
        ),
        (
            "Account",
            "DE89 3704 0044 0532 0130 00",
            &[("DE89370400440532013000", First), ("de89 3704 0044 0532 0130 00", First)],
        ),
        ("Account", "GB29NWBK60161331926819", &[("GB29 NWBK 6016 1331 9268 19", First)]),
        ("Book", "ISBN 978-3-16-148410-0", &[("9783161484100", First), ("isbn 978 3 16 148410 0", First)]),
        ("Device", "00:1B:44:11:3A:B7", &[("001b44113ab7", First), ("00:1b:44", First)]),
        (
            "Score",
            "They won 2–1 at home.",
            &[("2-1", First), ("2:1", First), ("21", Absent), ("3:1", Absent), ("1:1", Absent)],
        ),
        ("Phones", "iPhone 15 and PS 5", &[("iphone15", First), ("ps5", First), ("iphone 15", First)]),
        ("Card", "4111-1111-1111-1111", &[("4111111111111111", First), ("4111 1111 1111 1111", First)]),
    ]);
}

#[test]
fn signs_are_text() {
    check(&[
        ("🔥 Incidents", "", &[("🔥", First), ("🔥 incidents", First)]),
        ("Law", "Read § 5 and §6.", &[("§", First), ("§6", First)]),
        ("Arrows", "A -> B", &[("->", First), ("=>", Absent)]),
        ("C++ style", "", &[("C++", First), ("\"C++\"", First), ("c++ style", First)]),
        ("F# notes", "", &[("F#", First)]),
        ("Channels", "Ask in #general there.", &[("#general", First)]),
        ("R&D", "", &[("R&D", First), ("&", First)]),
        ("Cold", "It was -5 °C outside.", &[("-5 °C", First), ("°C", First), ("°c outside", First)]),
        (
            "Oven",
            "At 220°C for an hour.",
            &[("220°C", First), ("°C", First), ("220 °C", First), ("℃", First)],
        ),
        ("C++ style", "", &[("C#", Absent), ("F#", Absent)]),
        ("C, a language", "", &[("C++", Absent), ("C++17", Absent)]),
        ("The general idea", "", &[("#general idea", First)]),
        ("Pipes", "cat a | sort", &[("|", First)]),
        ("Churn", "It fell by 15%.", &[("15%", First), ("15 %", First), ("churn 15%", First)]),
        ("Law", "See § 35 there.", &[("§35", First), ("§ 35", First)]),
        ("Chords", "F♯, B♭maj7, D/F#", &[("F#", First), ("F♯", First), ("bbmaj7", First)]),
        ("Fees", "₹500 or 5₽", &[("₹500", First), ("₹ 500", First), ("5₽", First)]),
        (
            "Landing page",
            "Deadline\t2026-06-01\nStatus\tDone",
            &[("prop:deadline", First), ("status:done", First)],
        ),
        ("Bounds", "±2 or √9; E = mc²", &[("±2", First), ("√9", First), ("e=mc2", First)]),
        ("Rent", "Kaltmiete 1.234,50 €", &[("€1234.50", First), ("1 234,50", First)]),
        ("Price", "It is $10,000.", &[("$10,000", First), ("$10000", Found), ("10000", First)]),
    ]);
}

#[test]
fn joined_split_and_inside() {
    check(&[
        ("Wi-Fi password", "", &[("wifi", First), ("wifi password", First), ("wi-fi", First)]),
        ("Router", "The wifi is down.", &[("Wi-Fi", First)]),
        ("News", "Send an e-mail to all.", &[("email", First), ("e-mail", First)]),
        ("Rules", "COVID-19 rules", &[("covid19", First)]),
        (
            "Names",
            "Ask O’Brien; don't wait.",
            &[("obrien", First), ("o'brien", First), ("dont", First), ("don’t", First)],
        ),
        ("Duty", "Who is oncall?", &[("on-call", Found), ("oncall", First)]),
        ("Pay", "U.S. payroll", &[("US payroll", First)]),
        ("Build", "Our CI/CD runs.", &[("cicd", First), ("ci/cd", First)]),
        (
            "Fix the login form",
            "",
            &[("loginform", First), ("loginfor", First), ("fix loginfo", First), ("formlogin", Absent)],
        ),
        ("Haftpflichtversicherung", "", &[("versicherung", First), ("haftpflicht versicherung", First)]),
        (
            "Code",
            "calls getUserName once, then set_user_name",
            &[("username", First), ("setusername", First), ("get user name", First)],
        ),
        ("xfreerdp", "", &[("rdp", First)]),
        ("Run", "32 km, then 45min at 50 km/h", &[("32km", First), ("45 min", First), ("50km/h", First)]),
        ("Dentist", "At 2:30pm, for 1.5h.", &[("2:30 pm", First), ("2:30pm", First), ("1.5 h", First)]),
        ("Dentist", "At 2:30 pm.", &[("2:30pm", First)]),
        ("Dose", "5mg/kg twice", &[("5 mg/kg", First), ("5mg/kg", First)]),
        ("Prints", "10×15 cm", &[("10x15", First), ("10×15", First), ("10 x 15", First)]),
        ("Screen", "1920x1080", &[("1920×1080", First)]),
        ("Standard", "ISO/IEC 27001", &[("iso27001", First), ("iso 27001", First)]),
        ("Besprechungsprotokoll", "", &[("protokolle", First), ("protokoll", First)]),
    ]);
}

#[test]
fn other_forms() {
    check(&[
        ("Team meeting", "", &[("team meetings", First), ("meetings", First)]),
        ("Refund policy", "", &[("policies", First), ("refund policies", First)]),
        ("Recycling", "", &[("recycle", First)]),
        ("Releasing firmware", "", &[("firmware release", First), ("firmware releases", First)]),
        ("Rechnung", "", &[("Rechnungen", First)]),
        ("Réunion", "", &[("reunions", First)]),
        ("Отчет", "", &[("отчеты", First), ("отчёты", First)]),
    ]);
}

/// A slip is told as one, also where some language has an ending for it; a form is not.
#[test]
fn slips_are_no_forms() {
    let world =
        World::new(&[("Kitchen rules", "Keep it clean."), ("Team budget", ""), ("Password reset", "")]);
    let told = |typed: &str| -> Vec<String> {
        let corrections = world.answer(typed, 20).corrections;
        corrections.into_iter().map(|one| format!("{} → {}", one.typed, one.instead.concat())).collect()
    };
    for (typed, expected) in [
        ("kitchn", "kitchn → kitchen"),
        ("kitchne rules", "kitchne → kitchen"),
        ("budgte", "budgte → budget"),
        ("wifi passwrd", "passwrd → password"),
        ("passwrd zzyzx", "passwrd → password"),
    ] {
        assert_eq!(told(typed), [expected], "{typed}");
    }
    for typed in ["kitchens", "budgets", "wifi password", "zzyzx", "kitchen zzyzx"] {
        assert_eq!(told(typed), [""; 0], "{typed}");
    }
}

#[test]
fn scripts() {
    check(&[
        ("Müller", "im Büro", &[("mueller", First), ("muller", First), ("Müller", First), ("buero", First)]),
        ("Mueller", "", &[("Müller", First)]),
        (
            "Smørrebrød in Århus",
            "",
            &[("smoerrebroed", First), ("smorrebrod", First), ("aarhus", First), ("arhus", First)],
        ),
        (
            "كتاب علی",
            "مدرسة ٢٠٢٤ كــتاب",
            &[("کتاب", First), ("علي", First), ("مدرسه", First), ("2024 كتاب", First)],
        ),
        ("می‌خواهم", "", &[("میخواهم", First), ("می خواهم", First)]),
        ("マップ設計", "ｻｰﾊﾞｰ", &[("まっぷ", First), ("サーバ", First), ("サーバー", First)]),
        ("りんご", "", &[("リンゴ", First)]),
        ("開通帳號", "軟體下載", &[("开通账号", First), ("软体", First)]),
        ("អក្សរ\u{200B}ខ្មែរ", "", &[("អក្សរខ្មែរ", First)]),
        ("soft\u{AD}ware", "", &[("software", First)]),
        ("Notion™ API®", "", &[("notion api", First)]),
        ("1️⃣ Setup", "①Second", &[("1 setup", First), ("second", First)]),
        ("𝐁𝐨𝐥𝐝 ⓦⓞⓡⓓ", "", &[("bold word", First)]),
        ("인사 정책 안내", "휴가 규정", &[("인사정책", First), ("휴가규정", First)]),
        ("マーク・ザッカーバーグ", "", &[("マークザッカーバーグ", First), ("マークザッカーバード", Absent)]),
        ("סוף שבוע", "", &[("סופ", First), ("שבוע", First)]),
        ("Ёлка", "ґанок", &[("елка", First), ("ганок", First)]),
    ]);
}

#[test]
fn dates_and_numbers() {
    check(&[
        (
            "Start",
            "2026-06-01",
            &[("1 June 2026", First), ("June 1, 2026", First), ("june 2026", First), ("1.6.2026", First)],
        ),
        ("Start", "on June 1st, 2026", &[("2026-06-01", First), ("1 june 2026", First)]),
        (
            "Trip",
            "2026-05-01 → 2026-05-09",
            &[
                ("2026-05-04", First),
                ("4 May 2026", First),
                ("2026-05-10", Absent),
                ("20 May 2026", Absent),
                ("2026-04-30", Absent),
            ],
        ),
        ("Call", "2026-05-01T10:00:00.000+02:00", &[("2026-05-01", First), ("2026-05-01 call", First)]),
        ("Deposit", "Pay $10,000 now.", &[("10000", First), ("10,000", First), ("10.000", First)]),
        (
            "Sum",
            "1.234.567,50",
            &[
                ("1234567", First),
                ("1,234,567", First),
                ("1.234.567,50", First),
                ("1 234 567", First),
                ("1234567.5", First),
            ],
        ),
        ("Sum", "1234567.5", &[("1.234.567,50", First), ("1234567,50", First), ("1234567.75", Absent)]),
        ("Count", "1234567", &[("1,234,567", First), ("1 234 567", First)]),
        ("Baptised", "12.03.1847, Jan", &[("12 March 1847", First), ("1847-03-12", First)]),
        (
            "Dentist",
            "Thursday 3/14/2026 at noon",
            &[("14 March 2026", First), ("14.3.2026", First), ("march 14 2026", First)],
        ),
        (
            "Born",
            "b. 4 March 1899, christened 12.03.1847",
            &[("1899-03-04", First), ("04.03.1899", First), ("12 March 1847", First)],
        ),
        ("Years", "2024 and 2025", &[("2024 2025", Found)]),
    ]);
}

#[test]
fn left_out_and_either() {
    check(&[
        ("Narva Globes -Carded", "", &[("Narva Globes -Carded", First), ("narva -globes", Absent)]),
        ("Tooling", "npm install -g typescript", &[("npm install -g typescript", First)]),
        ("Amending", "git commit --amend", &[("--amend", First), ("git commit --amend", First)]),
        (
            "Bicycle",
            "",
            &[
                ("bike OR bicycle", Found),
                ("car | bicycle", First),
                ("train|bicycle", First),
                ("bicycle |", First),
            ],
        ),
        ("", "Scratch", &[("untitled", First)]),
    ]);
}

#[test]
fn a_word_too_many() {
    check(&[
        (
            "Vacation policy",
            "Ask your lead.",
            &[("how do i request vacation", First), ("vacation policy zzyzx", First)],
        ),
        ("Quince jam", "sugar", &[("quince jam xylograph", First), ("quince marmalade", Found)]),
        ("Office", "The wifi code", &[("wifi", First), ("where is the wifi router", Found)]),
        // Neither a number alone nor one word of four is an answer.
        ("Overview 17", "", &[("art 17", Absent), ("zzyzx 17", Absent), ("r 17 zzyzx", Absent)]),
        (
            "Office",
            "Plants need water.",
            &[("water damage insurance claim", Absent), ("water xylograph zzyzx quux", Absent)],
        ),
    ]);
    let world = World::new(&[("Quince jam", "sugar")]);
    let answer = world.answer("quince jam xylograph", 20);
    let lacks: Vec<_> = (0..answer.asked.count())
        .filter(|wanted| answer.hits[0].lacks.contains(*wanted))
        .map(|wanted| answer.asked.wanted(wanted))
        .collect();
    assert_eq!((lacks, answer.corrections), (vec!["xylograph"], vec![]));
}

/// Among thousands of titles made of the same common words, the one that was typed whole comes first.
#[test]
fn a_whole_title_among_the_words_typed() {
    let (firsts, seconds) =
        (["Plan", "Review", "Release", "Research", "Team"], ["draft", "plan", "release", "notes"]);
    let title = |n: usize| format!("{} {}", firsts[n % 5], seconds[n / 5 % 4]);
    let pages: Vec<Document> = (0..6_000)
        .filter(|n| title(*n) != "Research release")
        .map(|n| page(n as u64 + 10, &title(n), "research release team plan"))
        .collect();
    let mut world = World::new(&[("Research release", ""), ("Research", "")]);
    world.put(pages);
    for typed in ["Research release zzyzx", "zzyzx research release", "research release zzyzx xylograph"] {
        let answer = world.answer(typed, 20);
        assert_eq!(answer.hits.first().map(|hit| hit.id), Some(1), "{typed}");
    }
}

/// No input but an empty one ever lists everything.
#[test]
fn what_finds_nothing_finds_nothing() {
    let mut world = World::new(&[]);
    world.put((1..30).map(|id| page(id, &format!("Draft {id}"), NOISE)).collect());
    for typed in ["🎉", "™", "\u{200B}", "\u{FE0F}\u{200D}", "\"\"", "§§", "zzyzx", "-zzyzx", "=>", "កខ"]
    {
        assert!(world.answer(typed, 20).hits.is_empty(), "{typed}");
    }
    assert_eq!(world.answer("", 20).hits.len(), 20);
}

#[test]
fn a_page_about_it_comes_before_newer_ones_that_mention_it() {
    let about =
        "Kubernetes restarts pods. Kubernetes runs on nodes. How kubernetes schedules. Kubernetes upgrades.";
    let mut world = World::new(&[]);
    let mentions =
        (10..150).map(|id| page(id, &format!("Minutes {id}"), &format!("{NOISE} Also kubernetes. {NOISE}")));
    world.put([page(1, "Platform runbook", about)].into_iter().chain(mentions).collect());
    assert_eq!(world.answer("kubernetes", 20).hits[0].id, 1);
}

#[test]
fn words_of_what_a_page_lies_in() {
    let mut world = World::new(&[("Roadmap", "login"), ("Roadmap", "offline"), ("Acme", ""), ("Mobile", "")]);
    world.pages.paths.insert(1, vec!["mobile".into(), "acme".into()]);
    world.pages.paths.insert(2, vec!["web".into(), "other".into()]);
    for typed in ["acme roadmap", "Acme / Mobile / Roadmap", "Acme/Mobile/Roadmap", "mobile road"] {
        let answer = world.answer(typed, 20);
        assert_eq!(answer.hits.first().map(|hit| hit.id), Some(1), "{typed}");
    }
}

#[test]
fn signs_in_the_names_of_what_a_page_lies_in() {
    let mut world =
        World::new(&[("Release notes", "fixes"), ("Release notes", "fixes"), ("C++ parser -- GTK+ 2.0", "")]);
    world.pages.paths.insert(1, vec!["C++ parser -- GTK+ 2.0".into()]);
    world.pages.paths.insert(2, vec!["C# parser, GTK".into()]);
    for typed in ["C++ release notes", "GTK+ 2.0 release notes", "C++ parser -- GTK+ 2.0 Release notes"] {
        let answer = world.answer(typed, 20);
        let first = answer.hits.first().map(|hit| (hit.id, hit.lacks));
        assert_eq!(first, Some((1, Met::default())), "{typed}");
    }
}

/// With nothing found, what may be meant is offered, and said.
#[test]
fn another_keyboard_and_words_spelt_out() {
    let world = World::new(&[
        ("Годовой отчет", "Привет, мир"),
        ("Щоденник", "зустріч"),
        ("שלום עולם", ""),
        ("مرحبا", "سلام"),
        ("Συνάντηση", ""),
        ("한글 입력기", "회의"),
        ("去北京出差", "重庆火锅"),
        ("Password reset", "meeting"),
    ]);
    for (typed, meant, told) in [
        ("ghbdtn", 1, "ghbdtn → привет"),
        ("Ghbdtn vbh", 1, "Ghbdtn → привет, vbh → мир"),
        ("ujljdjq jnxtn", 1, "ujljdjq → годовой, jnxtn → отчет"),
        ("pecnhsx", 2, "pecnhsx → зустріч"),
        ("akuo", 3, "akuo → שלום"),
        ("lvpfh", 4, "lvpfh → مرحبا"),
        ("syn;anthsh", 5, "syn;anthsh → συνάντηση"),
        ("gksrmf", 6, "gksrmf → 한글"),
        ("зфыыцщкв", 8, "зфыыцщкв → password"),
        ("ㅔㅁㄴㄴ재ㄱㅇ reset", 8, "ㅔㅁㄴㄴ재ㄱㅇ → password"),
        ("ㅎㄱ", 6, "ᄒᄀ → 한글"),
        ("한ㄱ", 6, "한ᄀ → 한글"),
        ("한그", 6, "한그 → 한글"),
        ("하", 6, "하 → 한"),
        ("회ㅇ", 6, "회ᄋ → 회"),
        ("beijing", 7, "beijing → 北京"),
        ("bj", 7, "bj → 北京"),
    ] {
        let answer = world.answer(typed, 20);
        let corrections: Vec<_> = answer
            .corrections
            .iter()
            .map(|one| format!("{} → {}", one.typed, one.instead.concat()))
            .collect();
        assert_eq!(
            (answer.hits.first().map(|hit| hit.id), corrections.join(", ")),
            (Some(meant), told.into()),
            "{typed}"
        );
        let title = &world.pages.shown[&meant];
        let marked = trove_index::snippet::places(&Text::new(title.as_str()), &answer.asked).len();
        assert!(
            answer.hits[0].rank.tier == Tier::Body || marked > 0,
            "{typed}: nothing is marked in {title}"
        );
    }
    for typed in ["xyzzy", "ㅎ", "qq", "shanghai", "힣ㄱ", "12345"] {
        let answer = world.answer(typed, 20);
        assert!(answer.hits.is_empty() && answer.corrections.is_empty(), "{typed}: {answer:?}");
    }
    let insisted = world.index.searcher().search(&query("ghbdtn"), &world.pages, 20, false).unwrap();
    assert!(insisted.hits.is_empty());
}
