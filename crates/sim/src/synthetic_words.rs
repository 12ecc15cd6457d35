//! The words of synthetic workspaces: seven languages in five scripts, a few words very often and a long tail of
//! rare ones, as in real text.
//!
//! Not believable prose; that is what the sample is for.

/// The rank of a word drawn by Zipf's law: rank r comes up about 1/r as often as the first.
pub fn zipf(random: u64, limit: i64) -> i64 {
    #[expect(clippy::cast_precision_loss, reason = "53 random bits are plenty here")]
    let (unit, limit) = ((random >> 11) as f64 / (1_u64 << 53) as f64, limit as f64);
    #[expect(clippy::cast_possible_truncation, reason = "limit is far below 2^53")]
    let rank = ((limit + 1.0).powf(unit) - 1.0) as i64;
    rank
}

/// A language with its script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    German,
    French,
    Japanese,
    Chinese,
    Korean,
    Arabic,
}

impl Language {
    /// English most often.
    pub fn pick(random: u64) -> Self {
        match random % 20 {
            0..9 => Self::English,
            9..12 => Self::German,
            12..14 => Self::French,
            14..16 => Self::Japanese,
            16..18 => Self::Chinese,
            18 => Self::Korean,
            _ => Self::Arabic,
        }
    }
}

/// How many different words a language has.
const VOCABULARY: i64 = 20_000;

/// A language's vocabulary: common words, and syllables for the rest.
#[derive(Debug)]
pub struct Words {
    common: &'static [&'static str],
    syllables: &'static [&'static str],
    space: &'static str,
    stop: &'static str,
}

impl Words {
    /// The vocabulary of a language.
    pub fn of(language: Language) -> Self {
        let (common, syllables, space, stop): (&[&str], &[&str], _, _) = match language {
            Language::English => (
                &[
                    "the",
                    "team",
                    "plan",
                    "review",
                    "notes",
                    "customer",
                    "weekly",
                    "budget",
                    "launch",
                    "meeting",
                    "and",
                    "for",
                    "roadmap",
                    "design",
                    "research",
                    "hiring",
                    "policy",
                    "travel",
                    "metrics",
                    "release",
                    "garden",
                    "supplier",
                    "quality",
                    "training",
                    "safety",
                    "onboarding",
                    "summary",
                    "draft",
                    "archive",
                    "checklist",
                ],
                &[
                    "ra", "ten", "mo", "lis", "ver", "can", "do", "sta", "pel", "ing", "tor", "mi", "que",
                    "sho", "lan",
                ],
                " ",
                ".",
            ),
            Language::German => (
                &[
                    "und",
                    "der",
                    "Plan",
                    "Besprechung",
                    "Übersicht",
                    "Woche",
                    "Kunde",
                    "Lieferung",
                    "Prüfung",
                    "Größe",
                    "für",
                    "Straße",
                    "Qualität",
                    "Einkauf",
                    "Bericht",
                    "Urlaub",
                    "Vertrag",
                    "Schulung",
                    "Entwurf",
                    "Haushalt",
                ],
                &["ge", "stalt", "ver", "fahr", "ung", "keit", "schau", "werk", "um", "zug", "lich", "ein"],
                " ",
                ".",
            ),
            Language::French => (
                &[
                    "le",
                    "la",
                    "équipe",
                    "réunion",
                    "compte",
                    "rendu",
                    "projet",
                    "été",
                    "recherche",
                    "qualité",
                    "et",
                    "pour",
                    "livraison",
                    "budget",
                    "congés",
                    "à",
                    "façon",
                    "déjà",
                    "fournisseur",
                    "serre",
                ],
                &["tion", "ré", "con", "mou", "lé", "ver", "ment", "pa", "cha", "lou", "eur", "né"],
                " ",
                ".",
            ),
            Language::Japanese => (
                &[
                    "会議",
                    "の",
                    "計画",
                    "予算",
                    "は",
                    "チーム",
                    "お客様",
                    "を",
                    "資料",
                    "週報",
                    "品質",
                    "に",
                    "採用",
                    "温室",
                    "ハーブ",
                    "配送",
                    "確認",
                    "手順",
                    "報告",
                    "研修",
                ],
                &["新", "長", "高", "本", "社", "開", "店", "物", "語", "水", "野", "山", "田", "川"],
                "",
                "。",
            ),
            Language::Chinese => (
                &[
                    "会议", "计划", "的", "预算", "团队", "客户", "资料", "周报", "质量", "招聘", "温室",
                    "香草", "配送", "确认", "流程", "报告", "培训", "安全", "和", "采购",
                ],
                &["新", "长", "高", "本", "社", "开", "店", "物", "语", "水", "野", "山", "云", "风"],
                "",
                "。",
            ),
            Language::Korean => (
                &[
                    "회의",
                    "계획",
                    "예산",
                    "팀",
                    "고객",
                    "자료",
                    "주간",
                    "보고",
                    "품질",
                    "채용",
                    "온실",
                    "허브",
                    "배송",
                    "확인",
                    "절차",
                    "교육",
                    "안전",
                    "그리고",
                    "휴가",
                    "설계",
                ],
                &["가", "나", "람", "소", "미", "진", "하", "정", "보", "원", "서", "은"],
                " ",
                ".",
            ),
            Language::Arabic => (
                &[
                    "اجتماع",
                    "خطة",
                    "ميزانية",
                    "فريق",
                    "عميل",
                    "ملف",
                    "أسبوع",
                    "تقرير",
                    "جودة",
                    "توظيف",
                    "بيت",
                    "أعشاب",
                    "توصيل",
                    "تأكيد",
                    "إجراء",
                    "تدريب",
                    "سلامة",
                    "و",
                    "إجازة",
                    "تصميم",
                ],
                &["با", "رم", "سل", "نو", "ها", "دي", "كت", "مل", "ري", "شا"],
                " ",
                ".",
            ),
        };
        Self { common, syllables, space, stop }
    }

    /// What stands between two sentences.
    pub fn between_sentences(&self) -> &'static str {
        self.space
    }

    /// So many words; `title` puts a capital first where the script has them.
    pub fn phrase(&self, draw: &mut impl FnMut() -> u64, count: u32, title: bool) -> String {
        let words: Vec<String> = (0..count).map(|_| self.word(zipf(draw(), VOCABULARY))).collect();
        let text = words.join(self.space);
        if title { capitalized(&text) } else { text }
    }

    /// A sentence of four to fifteen words.
    pub fn sentence(&self, draw: &mut impl FnMut() -> u64) -> String {
        let count = 4 + u32::try_from(draw() % 12).unwrap_or(0);
        self.phrase(draw, count, true) + self.stop
    }

    /// The word of this rank.
    fn word(&self, rank: i64) -> String {
        let rank = usize::try_from(rank).unwrap_or(0);
        if let Some(word) = self.common.get(rank) {
            return (*word).to_owned();
        }
        // Rare words are longer: written in the base of the syllables.
        let mut rest = rank;
        let mut word = String::new();
        while rest > 0 {
            word.push_str(self.syllables[rest % self.syllables.len()]);
            rest /= self.syllables.len();
        }
        word
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commonest_word_comes_up_far_more_often_than_the_hundredth() {
        let mut counts = vec![0; 200];
        for at in 0..200_000_u64 {
            let rank = usize::try_from(zipf(crate::ids::mix(at), VOCABULARY)).unwrap();
            if let Some(count) = counts.get_mut(rank) {
                *count += 1;
            }
        }
        assert!(counts[0] > 30 * counts[99], "{} {}", counts[0], counts[99]);
    }
}
