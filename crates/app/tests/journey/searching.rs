//! Search as its user meets it: words inside pages, at once, offline, and honest about
//! what it covers.

use crate::desk::{Desk, marked, plain, requests, sim};
use std::time::Duration;
use trove_app::Extent;
use trove_app::ui_types::*;
use trove_sim::{Action, Create, Edit, Fault, Options, Sim};

/// Pages of a small world, beside the sample's.
fn write(sim: &Sim, title: &str, markdown: &str) -> String {
    let page = Create { title: title.into(), markdown: markdown.into(), ..Create::default() };
    let id = sim.create(page).unwrap();
    sim.reshare(&id).unwrap();
    id
}

async fn reading_desk(sim: &Sim) -> Desk {
    let desk = Desk::administrator(sim).await;
    desk.connect_token(sim.personal_token()).await;
    desk.read().await;
    desk
}

#[tokio::test(flavor = "multi_thread")]
async fn words_inside_pages_are_found_and_marked() {
    let sim = sim().await;
    write(&sim, "Garden", "# Plans\n\nThe *xylophone* stands in the shed, near the dahlias.");
    write(&sim, "Xylophone", "How it is tuned.");
    let desk = reading_desk(&sim).await;
    let answer = desk.find("xylophone").await;
    let titles: Vec<_> = answer.hits.iter().map(|hit| (marked(&hit.title), hit.tier)).collect();
    assert_eq!(
        titles,
        [("[Xylophone]".to_owned(), HitTier::ExactTitle), ("Garden".to_owned(), HitTier::Body)]
    );
    let garden = &answer.hits[1];
    assert_eq!(
        marked(&garden.passages[0].segments),
        "Plans The [xylophone] stands in the shed, near the dahlias."
    );
    assert_eq!((garden.in_title.len(), garden.in_text.as_slice()), (0, ["xylophone".to_owned()].as_slice()));
    assert_eq!(answer.total, Total::Exactly { pages: 2 });
    assert!(answer.covers.read > 20 && answer.covers.failed == 0, "{:?}", answer.covers);

    // Every beginning of the word, any case, other words in any order.
    for typed in ["xy", "Xyloph", "DAHLIAS shed", "shed near xylo", "dahlïas"] {
        assert!(desk.titles(typed).await.contains(&"Garden".to_owned()), "{typed}");
    }
    assert_eq!(desk.titles("\"stands in the shed\"").await, ["Garden"]);
    assert!(!desk.titles("\"stands the shed\"").await.contains(&"Garden".to_owned()));
    assert_eq!(desk.titles("xylophone -dahlias").await, ["Xylophone"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn scripts_without_spaces_and_slips_of_the_finger() {
    let sim = sim().await;
    write(&sim, "旅行", "来週、東京都庁を見学します。");
    write(&sim, "Kubernetes", "Notes on the cluster.");
    let desk = reading_desk(&sim).await;
    assert_eq!(desk.titles("京都庁").await, ["旅行"]);
    assert!(!desk.titles("都京").await.contains(&"旅行".to_owned()), "pairs alone are no proof");

    let answer = desk.find("kubernetse").await;
    assert_eq!(plain(&answer.hits[0].title), "Kubernetes");
    assert_eq!(
        answer.corrections,
        [Correction { typed: "kubernetse".into(), instead: "kubernetes".into(), known: false }]
    );
    let insisting =
        SearchRequest { text: "kubernetse".into(), limit: 5, correct: false, sort: SearchSort::Relevance };
    let answer = desk.app.search(insisting).await.unwrap();
    assert_eq!((answer.hits.len(), answer.corrections.len()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_are_typed() {
    let sim = sim().await;
    let top = write(&sim, "Orchard", "quince");
    let inner = Create {
        parent: Some(top.clone()),
        title: "Quince jam".into(),
        markdown: "sugar".into(),
        ..Create::default()
    };
    sim.create(inner).unwrap();
    let desk = reading_desk(&sim).await;
    assert_eq!(desk.titles("in:orchard quince").await, ["Quince jam"]);
    assert_eq!(desk.titles("in:orchard").await, ["Quince jam"]);
    let databases = desk.find("type:database").await;
    assert!(!databases.hits.is_empty() && databases.hits.iter().all(|hit| hit.kind == PageKind::DataSource));
    assert_eq!(desk.titles("quince edited:..2001").await, [""; 0]);
    assert_eq!(desk.titles("quince edited:today").await.len(), 2);
    assert_eq!(desk.titles("quince created:today").await.len(), 2);
    assert_eq!(desk.titles("quince created:..2001").await, [""; 0]);
    let nowhere = desk.find("quince ws:nowhere").await;
    let lacking = |hit: &SearchHit| hit.lacks == ["ws:nowhere"];
    assert!(nowhere.hits.len() == 2 && nowhere.hits.iter().all(lacking), "{:?}", nowhere.hits);
    assert_eq!((nowhere.unknown_names, nowhere.filters.len()), (vec!["ws:nowhere".to_owned()], 0));
    let workspace = desk.app.connections().await.unwrap().remove(0).workspace;
    assert_eq!(desk.titles(&format!("quince ws:\"{workspace}\"")).await.len(), 2);

    // Moved elsewhere, it is no longer under the old page.
    let link = desk.find(&format!("https://www.notion.so/Orchard-{}", top.replace('-', ""))).await;
    assert_eq!((plain(&link.hits[0].title), link.hits[0].tier), ("Orchard".into(), HitTier::Link));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_at_notion_is_found_after_a_look() {
    let sim = sim().await;
    let id = write(&sim, "Shed", "a rake");
    let desk = reading_desk(&sim).await;
    desk.stays().await;
    sim.advance(Duration::from_secs(3600));
    let edit = Edit { markdown: Some("a wheelbarrow".into()), title: Some("Barn".into()), ..Edit::default() };
    sim.edit(&id, edit).unwrap();
    desk.clock.pass(Duration::from_secs(3600));
    desk.app.refresh(None).await.unwrap();
    desk.until("the new words are found", async || {
        (desk.titles("wheelbarrow").await == ["Barn"]).then_some(())
    })
    .await;
    assert_eq!(desk.titles("rake").await.iter().filter(|title| *title == "Barn").count(), 0);
    sim.trash(&id).unwrap();
    desk.app.refresh(None).await.unwrap();
    desk.until("the page is gone", async || desk.titles("wheelbarrow").await.is_empty().then_some(())).await;
}

fn folder_of_index(desk: &Desk) -> std::path::PathBuf {
    let files = desk.files();
    let (path, _) = files.iter().find(|(path, _)| path.ends_with(".tantivy-writer.lock")).unwrap();
    std::path::Path::new(path).parent().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn without_notion_and_without_an_index_there_are_still_answers() {
    let sim = sim().await;
    write(&sim, "Garden", "The xylophone stands in the shed.");
    let desk = reading_desk(&sim).await;
    drop(sim);
    let desk = desk.restart().await;
    desk.sign_in("Ada").await;
    desk.until("the index is open", async || (desk.titles("xylophone").await == ["Garden"]).then_some(()))
        .await;

    // Every file of the index is damaged in turn with the next start, or all are gone.
    let folder = |desk: &Desk| -> Vec<std::path::PathBuf> {
        desk.files()
            .into_iter()
            .map(|(path, _)| path.into())
            .filter(|path: &std::path::PathBuf| {
                path.components().any(|part| part.as_os_str() == "index")
                    && path.extension().is_none_or(|end| end != "lock")
            })
            .collect()
    };
    let mut desk = desk;
    for round in 0..2 {
        desk.app.lock().await.unwrap();
        // What was being written when the profile closed is finished first.
        let lock = folder_of_index(&desk).join(".tantivy-writer.lock");
        desk.until("the index is let go of", async || std::fs::File::open(&lock).unwrap().try_lock().ok())
            .await;
        let files = folder(&desk);
        assert!(files.len() > 3, "{files:?}");
        for path in files {
            match round {
                0 => std::fs::remove_file(path).unwrap(),
                _ => {
                    let mut bytes = std::fs::read(&path).unwrap();
                    let middle = bytes.len() / 2;
                    bytes[middle] ^= 1;
                    std::fs::write(path, bytes).unwrap();
                }
            }
        }
        desk = desk.restart().await;
        desk.sign_in("Ada").await;
        assert_eq!(desk.titles("garden").await, ["Garden"], "titles never wait");
        desk.until("the index is made anew", async || {
            (desk.titles("xylophone").await == ["Garden"]).then_some(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn own_use_counts() {
    let sim = sim().await;
    let (first, second) = (write(&sim, "Notes A", "nothing"), write(&sim, "Notes B", "nothing"));
    let desk = reading_desk(&sim).await;
    for (opened, times, expected) in [
        (&first, 2, ["Notes A", "Notes B"]),
        (&second, 3, ["Notes B", "Notes A"]),
        (&first, 2, ["Notes A", "Notes B"]),
    ] {
        for _ in 0..times {
            desk.app.open_page(opened, false).await.unwrap();
        }
        assert_eq!(desk.titles("notes").await[..2], expected);
    }
    desk.app.pin_page(&second, true).await.unwrap();
    let desk = desk.restart().await;
    desk.sign_in("Ada").await;
    assert_eq!(desk.titles("notes").await[..2], ["Notes A", "Notes B"], "use is remembered");
    let hit = desk.find("notes b").await.hits.remove(0);
    assert!(hit.pinned);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_previewed_with_its_marks() {
    let sim = sim().await;
    let id = write(&sim, "Garden", "# Plans\n\n- [x] buy a xylophone\n\n> quoted");
    let desk = reading_desk(&sim).await;
    let preview = desk.app.preview(&id, "xylo".into(), true, None).await.unwrap();
    assert!(matches!(preview.body, BodyState::Read { .. }));
    assert_eq!(preview.blocks[0].kind, PreviewKind::Heading { level: 1 });
    let todo = &preview.blocks[1];
    assert_eq!(todo.kind, PreviewKind::ToDo { checked: true });
    let runs: Vec<_> = todo.runs.iter().map(|run| (run.text.as_str(), run.marked)).collect();
    assert_eq!(runs, [("buy a ", false), ("xylo", true), ("phone", false)]);
    assert_eq!(preview.first_match, Some(1));
    assert_eq!(desk.app.preview(&"0".repeat(32), String::new(), true, None).await, Err(UiError::LinkRefused));
}

/// A database is no hit itself: its address leads to its data sources, and its name is theirs.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_is_known_by_its_address_and_its_name() {
    let sim = sim().await;
    let desk = reading_desk(&sim).await;
    let source = sim.id_of("Finished projects").unwrap();
    let hits = desk.find("Finished projects").await.hits;
    let hit = hits.iter().find(|hit| hit.id.replace('-', "") == source.replace('-', "")).unwrap();
    let titles = async |text: &str| -> Vec<String> {
        let hits = desk.find(text).await.hits;
        let link = hits.iter().filter(|hit| hit.tier == HitTier::Link);
        link.map(|hit| hit.title.iter().map(|segment| segment.text.as_str()).collect()).collect()
    };
    // The address that is shown of it is its database's, which has two.
    let database = hit.url.get(hit.url.len() - 32..).unwrap();
    assert_ne!(database, source.replace('-', ""));
    let url = format!("https://app.notion.com/p/{database}");
    assert_eq!(titles(&url).await, ["Finished projects", "Projects"]);
    assert_eq!(titles(&format!("{url}?v={}", "1".repeat(32))).await, ["Finished projects", "Projects"]);
    let LinkVerdict::Known { hit, others, body: BodyState::None } = desk.app.check_link(&url).await.unwrap()
    else {
        panic!("not known")
    };
    assert_eq!((hit.id.replace('-', ""), others.len()), (source.replace('-', ""), 1));
    assert_eq!(hit.path.last().map(String::as_str), Some("Projects"), "{:?}", hit.path);
    // Its name finds both and holds the rows of both.
    assert!(desk.titles("projects finished").await.contains(&"Finished projects".to_owned()));
    let below = desk.titles("in:Projects type:row").await;
    for row in ["Open the greenhouse in Busan", "New website"] {
        assert!(below.iter().any(|title| title == row), "{row} in {below:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn why_a_page_is_not_found() {
    let sim = sim().await;
    let known = write(&sim, "Known", "words");
    let desk = reading_desk(&sim).await;
    let verdict = async |text: &str| desk.app.check_link(text).await.unwrap();
    assert_eq!(verdict("no link").await, LinkVerdict::NotALink);
    assert!(matches!(verdict(&known).await, LinkVerdict::Known { body: BodyState::Read { .. }, .. }));
    let made = write(&sim, "Made a moment ago", "words");
    assert!(matches!(verdict(&made).await, LinkVerdict::JustFound { .. }));
    assert_eq!(desk.titles("\"made a moment ago\"").await, ["Made a moment ago"], "and it is there");
    let gone = write(&sim, "Gone", "words");
    sim.trash(&gone).unwrap();
    assert!(matches!(verdict(&gone).await, LinkVerdict::InTrash { .. }));
    assert!(matches!(verdict(&"1".repeat(32)).await, LinkVerdict::NotVisible { asked } if asked.len() == 1));
    sim.fault(Fault::status(403).on("/v1/pages/").always());
    sim.fault(Fault::status(401).always());
    assert!(
        matches!(verdict(&"2".repeat(32)).await, LinkVerdict::NotAsked { failures } if failures.len() == 1)
    );
    let coverage = desk.app.coverage().await.unwrap();
    assert_eq!(coverage.index, IndexState::Ready);
    assert!(coverage.connections[0].pages > 20 && coverage.connections[0].data_sources > 0);
    assert!(!coverage.connections[0].capped);
}

#[tokio::test(flavor = "multi_thread")]
async fn that_search_ends_too_early_is_told() {
    let sim = Sim::start(Options { walk_cap: 5, ..Options::default() }).await.unwrap();
    let desk = Desk::administrator(&sim).await;
    desk.connect_token(sim.personal_token()).await;
    desk.read().await;
    let coverage = desk.app.coverage().await.unwrap();
    assert!(coverage.connections[0].capped && coverage.connections[0].pages > 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_told() {
    let sim = sim().await;
    let id = write(&sim, "Sealed", "words");
    sim.fault(Fault::status(404).on(&format!("/v1/pages/{id}/markdown")).always());
    let desk = Desk::administrator(&sim).await;
    desk.connect_token(sim.personal_token()).await;
    let covers = desk.read().await;
    assert_eq!(covers.failed, 1);
    let coverage = desk.app.coverage().await.unwrap();
    let failures = &coverage.connections[0].failures;
    assert_eq!(failures.len(), 1);
    assert_eq!((failures[0].title.as_str(), failures[0].why), ("Sealed", ReadFailure::NotShared));
    let preview = desk.app.preview(&id, String::new(), true, None).await.unwrap();
    assert_eq!(preview.body, BodyState::Failed { why: ReadFailure::NotShared });
    // Asked to, it tries again.
    sim.clear_faults();
    desk.app.refresh(None).await.unwrap();
    desk.until("it is read", async || (desk.find("").await.covers.failed == 0).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn notions_own_search_adds_what_was_not_listed() {
    let sim = sim().await;
    let desk = reading_desk(&sim).await;
    write(&sim, "Brand new heron", "words");
    assert_eq!(desk.titles("heron").await, [""; 0]);
    let live = desk.app.live_search("heron".into(), Vec::new()).await.unwrap();
    assert_eq!(
        live.hits.iter().map(|hit| (plain(&hit.title), hit.tier)).collect::<Vec<_>>(),
        [("Brand new heron".into(), HitTier::Live)]
    );
    let shown = vec![live.hits[0].id.clone()];
    let again = desk.app.live_search("heron".into(), shown).await.unwrap();
    assert_eq!(again.hits.len(), 0, "what is shown is not shown twice");
    // A later question ends the one that waits.
    sim.fault(Fault::new(Action::Delay { ms: 60_000 }).on("/v1/search").times(1));
    sim.clear_log();
    let slow = tokio::spawn({
        let app = desk.app.clone();
        async move { app.live_search("heron".into(), Vec::new()).await }
    });
    desk.until("the first question is on its way", async || (requests(&sim, "/v1/search") > 0).then_some(()))
        .await;
    assert_eq!(desk.app.live_search("heron".into(), Vec::new()).await.unwrap().hits.len(), 1);
    assert_eq!(slow.await.unwrap().unwrap().hits.len(), 0);
    sim.clear_log();
    assert!(desk.app.live_search("   ".into(), Vec::new()).await.unwrap().failures.is_empty());
    assert_eq!(requests(&sim, "/v1/search"), 0, "nothing typed, nothing asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_connection_asks_nothing_and_goes_on() {
    let sim = sim().await;
    let desk = reading_desk(&sim).await;
    let id = desk.app.connections().await.unwrap().remove(0).id;
    desk.app.pause_connection(&id, true).await.unwrap();
    assert_eq!(desk.app.connections().await.unwrap()[0].status, ConnectionStatus::Paused);
    sim.clear_log();
    desk.app.focused().await.unwrap();
    assert!(!desk.titles("").await.is_empty(), "what was read stays");
    let desk = desk.restart().await;
    desk.sign_in("Ada").await;
    assert_eq!(desk.app.connections().await.unwrap()[0].status, ConnectionStatus::Paused);
    assert_eq!(sim.log().len(), 0);
    desk.app.pause_connection(&id, false).await.unwrap();
    desk.until("it asks again", async || (!sim.log().is_empty()).then_some(())).await;
}

/// Check 45.
/// A word that stands in pages only is nowhere on disk; the same word planted is found.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_readable_lies_on_disk() {
    let sim = sim().await;
    let sentinel = "zyzzogeton";
    write(&sim, &format!("Title {sentinel}"), &format!("Body {sentinel} and more."));
    let desk = reading_desk(&sim).await;
    assert_eq!(desk.titles(sentinel).await.len(), 1);
    desk.app.preview(&desk.find(sentinel).await.hits[0].id, sentinel.into(), true, None).await.unwrap();
    let leaks = |desk: &Desk| {
        let wide: Vec<u8> = sentinel.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let forms = [sentinel.as_bytes().to_vec(), sentinel.to_uppercase().into_bytes(), wide];
        let files = desk.files();
        let in_index = format!("{0}index{0}", std::path::MAIN_SEPARATOR);
        assert!(files.iter().any(|(path, _)| path.contains(&in_index)), "the index is looked at");
        let holds =
            |bytes: &[u8]| forms.iter().any(|form| bytes.windows(form.len()).any(|part| part == form));
        files.into_iter().filter(|(_, bytes)| holds(bytes)).map(|(path, _)| path).collect::<Vec<_>>()
    };
    assert_eq!(leaks(&desk), [""; 0]);
    desk.app.lock().await.unwrap();
    assert_eq!(leaks(&desk), [""; 0]);
    let planted = desk.folder.path().join("planted");
    std::fs::write(&planted, sentinel.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()).unwrap();
    assert_eq!(leaks(&desk), [planted.display().to_string()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn locked_means_locked() {
    let sim = sim().await;
    let desk = reading_desk(&sim).await;
    let id = desk.find("").await.hits[0].id.clone();
    desk.app.lock().await.unwrap();
    let request = SearchRequest { text: "a".into(), limit: 5, correct: true, sort: SearchSort::Relevance };
    assert_eq!(desk.app.search(request).await.err(), Some(UiError::Locked));
    assert_eq!(desk.app.preview(&id, String::new(), true, None).await.err(), Some(UiError::Locked));
    assert_eq!(desk.app.coverage().await.err(), Some(UiError::Locked));
    assert_eq!(desk.app.live_search("a".into(), Vec::new()).await.err(), Some(UiError::Locked));
    assert_eq!(desk.app.check_link(&id).await.err(), Some(UiError::Locked));
}

/// A command writes while a window is open, and a window opens while a command writes.
#[tokio::test(flavor = "multi_thread")]
async fn one_writes_and_the_other_looks_on() {
    let sim = sim().await;
    let window = reading_desk(&sim).await;
    let profile = window.profile("Ada").await;
    let password = || crate::desk::PASSWORD.into();
    let command = Desk::at(window.folder.clone(), sim.origin(), window.clock.clone());
    assert_eq!(command.app.open_to_write(&profile, password()).await.err(), Some(UiError::ProfileBusy));
    command.app.open_to_read(&profile, password()).await.unwrap();
    command.app.index_settled().await.unwrap();
    assert_eq!(command.titles("").await, window.titles("").await);
    assert_eq!(command.app.sync_now(Extent::Changes, None).await, Err(UiError::ProfileBusy));
    command.app.lock().await.unwrap();
    window.app.lock().await.unwrap();

    command.app.open_to_write(&profile, password()).await.unwrap();
    window.sign_in("Ada").await;
    window.app.connect_token(sim.personal_token().into()).await.unwrap();
    assert_eq!(window.app.confirm_connection().await.err(), Some(UiError::ProfileBusy));
    let before = window.titles("quokka").await.len();
    write(&sim, "Quokka", "a marsupial");
    let synced = command.app.sync_now(Extent::Everything, None).await.unwrap();
    assert!(synced.iter().all(|synced| synced.error.is_none()) && synced.len() == 1, "{synced:?}");
    assert_eq!(command.titles("marsupial").await, ["Quokka"]);
    window
        .until("the window shows what the command read", async || {
            (window.titles("quokka").await.len() > before).then_some(())
        })
        .await;
    command.app.lock().await.unwrap();
    window
        .until("the window asks Notion itself", async || {
            let card = window.app.connections().await.unwrap().remove(0);
            window.app.refresh(Some(&card.id)).await.ok()
        })
        .await;
}

/// An internal connection may see people; what they edited is found by their names.
#[tokio::test(flavor = "multi_thread")]
async fn who_edited_it() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    desk.connect_token(sim.internal_token()).await;
    desk.read().await;
    let all = desk.find("").await.hits.len();
    let people = sim.world(sim.internal_token()).unwrap().len();
    assert!(all > 10 && people > 10);
    let somebody = desk.find("by:mir").await;
    assert_eq!(somebody.unknown_names, [""; 0], "Mira is among the sample's people");
    assert!(!somebody.hits.is_empty() && somebody.hits.len() < all, "{}", somebody.hits.len());
    assert_eq!(desk.find("by:nobodyatall").await.unknown_names, ["by:nobodyatall"]);
}

/// What the index only guesses is looked at further down where the first ones do not answer.
#[tokio::test(flavor = "multi_thread")]
async fn a_phrase_that_only_texts_tell_is_found_behind_many_that_have_its_words() {
    let sim = sim().await;
    write(&sim, "Oldest", "They walk the legacy lowlands.");
    for n in 0..12 {
        write(&sim, &format!("Note {n}: lowlands and their legacy"), "");
    }
    let desk = reading_desk(&sim).await;
    let found = async |text: &str| {
        let request =
            SearchRequest { text: text.into(), limit: 3, correct: true, sort: SearchSort::Relevance };
        desk.app.search(request).await.unwrap()
    };
    let both = found("lowlands legacy").await;
    assert!(both.hits.iter().all(|hit| plain(&hit.title).starts_with("Note")), "they are before it");
    let phrase = found("\"legacy lowl").await;
    let titles: Vec<String> = phrase.hits.iter().map(|hit| plain(&hit.title)).collect();
    assert_eq!(titles, ["Oldest"]);
    assert_eq!(phrase.total, Total::Exactly { pages: 1 });
}
