//! What is there before a letter is typed, and what searches leave behind: pins, openings,
//! changes since the last look, searches made and saved, names that filters become.

use crate::desk::{Desk, everything, plain, sim};
use std::time::Duration;
use trove_app::ui_types::*;
use trove_sim::{Create, Edit, Sim};

const HOURS: Duration = Duration::from_secs(3 * 3600);

async fn reading_desk(sim: &Sim) -> Desk {
    let desk = Desk::administrator(sim).await;
    desk.connect_token(sim.personal_token()).await;
    desk.read().await;
    desk.stays().await;
    desk
}

fn write(sim: &Sim, parent: Option<&str>, title: &str, markdown: &str) -> String {
    let parent = parent.map(str::to_owned);
    let page = Create { parent, title: title.into(), markdown: markdown.into(), ..Create::default() };
    let id = sim.create(page).unwrap();
    sim.reshare(&id).unwrap();
    id
}

fn later(sim: &Sim, desk: &Desk) {
    sim.advance(HOURS);
    desk.clock.pass(HOURS);
}

fn titles(rows: &[PageRow]) -> Vec<&str> {
    rows.iter().map(|row| row.title.as_str()).collect()
}

async fn home(desk: &Desk) -> Home {
    desk.app.home().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_at_hand_and_what_others_changed_since_the_last_look() {
    let sim = sim().await;
    let desk = reading_desk(&sim).await;
    let first = home(&desk).await;
    // Whoever is here for the first time has missed nothing.
    assert_eq!((first.changed.total, first.pinned.len(), first.opened.len()), (0, 0, 0));
    let [other, another, third] = &first.edited[..3] else { panic!("{:?}", first.edited) };
    assert!(first.edited.windows(2).all(|pair| pair[0].row.edited >= pair[1].row.edited));

    later(&sim, &desk);
    for page in [other, another] {
        sim.edit(&page.row.id, Edit { markdown: Some("anew".into()), ..Edit::default() }).unwrap();
    }
    desk.app.refresh(None).await.unwrap();
    let changed = desk
        .until("both changes are told", async || {
            let changed = home(&desk).await.changed;
            (changed.total == 2).then_some(changed)
        })
        .await;
    assert_eq!(changed.pages.len(), 2);
    assert!(changed.pages.iter().all(|page| page.by.is_some()), "{:?}", changed.pages);
    assert_eq!(changed.by.iter().map(|editor| editor.pages).sum::<u32>(), 2);
    // Nothing is in two lists.
    assert!(!home(&desk).await.edited.iter().any(|page| page.row.id == other.row.id));

    // What was opened since was looked at, and is at hand.
    desk.app.open_page(&other.row.id, false).await.unwrap();
    let now = home(&desk).await;
    assert_eq!((now.changed.total, titles(&now.opened)), (1, vec![other.row.title.as_str()]));
    desk.app.look_at_changes().await.unwrap();
    assert_eq!(home(&desk).await.changed.total, 0);
    // In the same minute, and also after a restart: the same pages are not told again, another is.
    let desk = desk.restart().await;
    desk.sign_in("Ada").await;
    assert_eq!(home(&desk).await.changed.total, 0);
    sim.edit(&third.row.id, Edit { markdown: Some("anew".into()), ..Edit::default() }).unwrap();
    desk.app.refresh(None).await.unwrap();
    desk.until("the third is told", async || (home(&desk).await.changed.total == 1).then_some(())).await;

    desk.app.pin_page(&another.row.id, true).await.unwrap();
    desk.app.pin_page(&other.row.id, true).await.unwrap();
    let now = home(&desk).await;
    assert_eq!(titles(&now.pinned), [another.row.title.as_str(), other.row.title.as_str()]);
    assert_eq!(now.opened, []);
    desk.app.lock().await.unwrap();
    assert_eq!(desk.app.home().await.err(), Some(UiError::Locked));
}

#[tokio::test(flavor = "multi_thread")]
async fn searches_are_kept_encrypted_and_say_what_is_new() {
    let sim = sim().await;
    let zither = write(&sim, None, "Zither", "strings");
    let desk = reading_desk(&sim).await;
    for text in ["budget", " zitherplayer ", "budget", ""] {
        desk.app.remember_search(text).await.unwrap();
    }
    desk.app.save_search("zither", true).await.unwrap();
    let searches = desk.app.searches().await.unwrap();
    assert_eq!(searches.recent, ["budget", "zitherplayer"]);
    assert_eq!(searches.saved, [SavedSearch { text: "zither".into(), new: 0, more: false }]);

    later(&sim, &desk);
    write(&sim, None, "Another", "with a zither in it");
    sim.edit(&zither, Edit { markdown: Some("tuned".into()), ..Edit::default() }).unwrap();
    desk.app.refresh(None).await.unwrap();
    desk.until("both are new", async || (desk.app.searches().await.unwrap().saved[0].new == 2).then_some(()))
        .await;
    desk.app.look_at_search("zither").await.unwrap();
    desk.app.look_at_search("never saved").await.unwrap();
    assert_eq!(desk.app.searches().await.unwrap().saved, searches.saved);

    // The newest first, the same pages.
    let request = |sort| SearchRequest { text: "zither".into(), limit: 50, correct: true, sort };
    let dated = desk.app.search(request(SearchSort::Edited)).await.unwrap();
    let ranked = desk.app.search(request(SearchSort::Relevance)).await.unwrap();
    assert_eq!(plain(&ranked.hits[0].title), "Zither");
    assert_eq!((dated.hits.len(), dated.total), (ranked.hits.len(), ranked.total));
    assert!(dated.hits.windows(2).all(|pair| pair[0].edited >= pair[1].edited), "{:?}", dated.hits);

    let desk = desk.restart().await;
    desk.sign_in("Ada").await;
    assert_eq!(desk.app.searches().await.unwrap().recent, ["budget", "zitherplayer"]);
    let holds = |desk: &Desk| {
        let files = desk.files().into_iter();
        let with = files.filter(|(_, bytes)| bytes.windows(12).any(|part| part == b"zitherplayer"));
        with.map(|(path, _)| path).collect::<Vec<_>>()
    };
    assert_eq!(holds(&desk), [""; 0]);
    let planted = desk.folder.path().join("planted");
    std::fs::write(&planted, "a zitherplayer").unwrap();
    assert_eq!(holds(&desk), [planted.display().to_string()]);
    desk.app.forget_recent_searches().await.unwrap();
    desk.app.save_search("zither", false).await.unwrap();
    let nothing = Searches { recent: Vec::new(), saved: Vec::new() };
    assert_eq!(desk.app.searches().await.unwrap(), nothing);
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_complete_names_and_a_database_lists_its_rows() {
    let sim = sim().await;
    let orchard = write(&sim, None, "Orchard", "quince");
    write(&sim, Some(&orchard), "Orchids of the north", "moss");
    write(&sim, None, "The orchestra", "strings");
    let desk = reading_desk(&sim).await;
    // What something lies in comes first, then names that begin so, then words inside.
    let values = desk.app.filter_values("in", "orch").await.unwrap();
    assert_eq!(values, ["Orchard", "Orchids of the north", "The orchestra"]);
    let people = desk.app.filter_values("by", "").await.unwrap();
    assert!(!people.is_empty() && people.len() <= 6, "{people:?}");
    let first = people[0].chars().take(2).collect::<String>().to_lowercase();
    assert!(desk.app.filter_values("BY", &first).await.unwrap().contains(&people[0]));
    assert_eq!(desk.app.filter_values("nonsense", "a").await.unwrap(), [""; 0]);

    let sources = PageQuery { kind: Some(PageKind::DataSource), ..everything() };
    let mut with_rows = 0;
    for source in desk.app.pages(sources).await.unwrap().rows {
        let rows =
            desk.app.pages(PageQuery { under: Some(source.id.clone()), ..everything() }).await.unwrap();
        assert_eq!(rows.total as usize, rows.rows.len());
        assert!(rows.rows.iter().all(|row| row.path.last() == Some(&source.title)), "{source:?}");
        with_rows += usize::from(rows.total > 0);
    }
    assert!(with_rows > 0);
    let nobody = PageQuery { under: Some("no id".into()), ..everything() };
    assert_eq!(desk.app.pages(nobody).await.unwrap().total, 0);
}
