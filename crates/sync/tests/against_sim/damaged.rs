//! One damaged object never stops the rest, and is read or named.

use crate::connection::{Here, differences, stored, visible};
use crate::{sample, synthetic};
use trove_model::NotionId;
use trove_sim::{Action, Damage, Fault};

const ALL: [Damage; 9] = [
    Damage::LoneSurrogate,
    Damage::Nested { depth: 5_000 },
    Damage::WrongTypes,
    Damage::MissingFields,
    Damage::LongText { letters: 2_000_000 },
    Damage::LongText { letters: 40 },
    Damage::Nul,
    Damage::HugeNumbers,
    Damage::DuplicateKeys,
];

/// Every kind of damage, on pages and data sources, at the start, in the middle and at the
/// end of the list.
#[tokio::test]
async fn a_damaged_object_is_read_or_named_and_the_others_are_stored() {
    let sim = synthetic(110).await;
    let world = visible(&sim, sim.internal_token());
    let objects: Vec<String> = {
        let seen = sim.world(sim.internal_token()).unwrap();
        let of = |kind: &'static str| seen.iter().filter(move |seen| !seen.in_trash && seen.object == kind);
        let (pages, sources): (Vec<_>, Vec<_>) = (of("page").collect(), of("data_source").collect());
        [pages[0], pages[pages.len() / 2], pages[pages.len() - 1], sources[0]]
            .map(|seen| seen.id.clone())
            .to_vec()
    };
    for damage in ALL {
        for object in &objects {
            sim.damage(object, Some(damage)).unwrap();
        }
        let here = Here::new(&sim).await;
        let summary = here.list().await.unwrap_or_else(|error| panic!("{damage:?}: {error}"));
        assert!(summary.whole, "{damage:?}: {summary:?}");
        here.read().await.unwrap_or_else(|error| panic!("{damage:?}: {error}"));
        let stored = stored(&here.store).await;
        let (left_out, _) = here.store.left_out(here.id, 10).await.unwrap();
        for (id, title) in &world {
            if !objects.contains(id) {
                assert_eq!(stored.get(id), Some(title), "{damage:?} of another");
                continue;
            }
            let object: NotionId = id.parse().unwrap();
            let named = left_out.iter().any(|left_out| left_out.id == object && !left_out.nameless);
            assert!(stored.contains_key(id) || named, "{damage:?}: {title} neither read nor named");
            assert_eq!(named, damage == Damage::WrongTypes, "{damage:?}: {left_out:?}");
        }
        for object in &objects {
            sim.damage(object, None).unwrap();
        }
        here.list().await.unwrap();
        here.read().await.unwrap();
        assert_eq!(here.store.left_out(here.id, 10).await.unwrap().1, 0, "{damage:?}: mended");
        assert_eq!(differences(&here.store, &sim, sim.internal_token()).await, [""; 0], "{damage:?}");
    }
}

/// A title that was read once is not lost when it cannot be read any more.
#[tokio::test]
async fn what_was_read_before_stays() {
    let sim = sample().await;
    let here = Here::new(&sim).await;
    here.list().await.unwrap();
    let (id, title) = visible(&sim, sim.internal_token()).into_iter().next().unwrap();
    sim.damage(&id, Some(Damage::WrongTypes)).unwrap();
    let summary = here.list().await.unwrap();
    assert_eq!(summary.removed, 0);
    assert_eq!(stored(&here.store).await.get(&id), Some(&title));
    assert_eq!(here.store.left_out(here.id, 10).await.unwrap().1, 1);
}

/// Answers larger than are read are asked for in smaller parts.
#[tokio::test]
async fn objects_too_large_together_are_listed_few_at_a_time() {
    let sim = synthetic(60).await;
    let world = visible(&sim, sim.internal_token());
    for id in world.keys().take(5) {
        sim.damage(id, Some(Damage::LongText { letters: 10_000_000 })).unwrap();
    }
    let here = Here::new(&sim).await;
    assert!(here.list().await.unwrap().whole);
    let stored = stored(&here.store).await;
    assert!(world.keys().all(|id| stored.contains_key(id)));
}

/// Trouble of Notion's costs no page its turn; a page's own trouble stops no other.
#[tokio::test]
async fn nonsense_for_every_body_is_notions_trouble() {
    for action in [Action::EmptyObject, Action::Html { status: 200 }, Action::WrongJson] {
        let sim = synthetic(60).await;
        let here = Here::new(&sim).await;
        here.list().await.unwrap();
        sim.fault(Fault::new(action.clone()).on("/v1/pages/").always());
        for _ in 0..3 {
            here.read().await.unwrap_err();
        }
        assert_eq!(here.store.read_failures(here.id, 9).await.unwrap(), [], "{action:?}");
        sim.clear_faults();
        sim.clear_log();
        let read = here.read().await.unwrap();
        assert_eq!(read.failed, 0, "{action:?}");
        let counts = here.store.count_bodies(here.id, here.notion.now()).await.unwrap();
        assert_eq!((counts.waiting, counts.failed), (0, 0), "{action:?}: {counts:?}");
    }
}

#[tokio::test]
async fn many_pages_with_trouble_of_their_own_stop_no_other() {
    let sim = synthetic(120).await;
    let here = Here::new(&sim).await;
    here.list().await.unwrap();
    // The first to be read, so that Notion has not been seen to be well.
    let waiting = here.store.bodies_to_read(here.id, here.notion.now(), 40).await.unwrap();
    for page in &waiting {
        let path = format!("/v1/pages/{}/markdown", page.page);
        sim.fault(Fault::new(Action::WrongJson).on(&path).always());
    }
    // At worst each run puts off a few, and others go first in the next.
    for _ in 0..20 {
        if here.read().await.is_ok() {
            break;
        }
    }
    let counts = here.store.count_bodies(here.id, here.notion.now()).await.unwrap();
    assert_eq!((counts.waiting, counts.failed), (0, 40), "{counts:?}");
    assert_eq!(counts.read + counts.failed + counts.data_sources, counts.known);
}
