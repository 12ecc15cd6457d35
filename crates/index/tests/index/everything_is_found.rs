//! Whatever a page says finds it: its title, and each three words of its text.

use crate::world::{World, page};
use proptest::prelude::*;
use trove_index::text::Text;

const WORD: &str = "[a-zéüß]{1,9}|[0-9]{1,4}|[ぁ-お東京都]{1,4}|[A-Z]{2,4}-[0-9]{1,3}|c\\+\\+|n[.]js";

fn words(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(WORD, count)
}

fn finds(world: &World, typed: &str, title: &str, body: &str) -> bool {
    let answer = world.answer(typed, 100);
    let text = Text::new(format!("{title}\n{body}"));
    answer.hits.iter().any(|hit| hit.id == 1 && (!hit.unchecked || answer.asked.met_by(&[&text]).count() > 0))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn by_title_and_by_three_words(title in words(1..5), body in words(3..12), other in words(3..20)) {
        let (title, body) = (title.join(" "), body);
        let text = body.join(" ");
        let mut world = World::new(&[]);
        world.put(vec![page(1, &title, &text), page(2, "Other", &other.join(" ")), page(3, "More", "words")]);
        prop_assert!(finds(&world, &title, &title, &text), "{title}");
        for three in body.windows(3) {
            let typed = three.join(" ");
            prop_assert!(finds(&world, &typed, &title, &text), "{typed} in {text}");
        }
    }

    #[test]
    fn no_text_is_too_odd(typed in any::<String>(), near in "(in:|-|\"|OR|\\||#|c\\+\\+|2026|june|東|a|é|\\.|/| ){0,12}") {
        let world = World::new(&[("Road map", "a c++ note of june 2026 東京"), ("", "-x #y")]);
        for typed in [typed, near] {
            let answer = world.answer(&typed, 20);
            for (title, body) in [("Road map", "a c++ note of june 2026 東京"), ("", "-x #y")] {
                for text in [title, body] {
                    let text = Text::new(text);
                    for range in trove_index::snippet::places(&text, &answer.asked) {
                        prop_assert!(text.original().get(range).is_some());
                    }
                }
            }
        }
    }
}
