//! Pages as plain files: whole and for this user alone, or not there.

use crate::desk::{Desk, sim};
use std::path::{Path, PathBuf};
use trove_app::ui_types::*;
use trove_sim::{Create, Sim};

async fn reading_desk(sim: &Sim) -> Desk {
    let desk = Desk::administrator(sim).await;
    desk.connect_token(sim.personal_token()).await;
    desk.read().await;
    desk
}

fn write(sim: &Sim, title: &str, markdown: &str) {
    let page = Create { title: title.into(), markdown: markdown.into(), ..Create::default() };
    let id = sim.create(page).unwrap();
    sim.reshare(&id).unwrap();
}

fn found(text: &str, format: ExportFormat) -> ExportRequest {
    let pages = ExportedPages::Found { text: text.into(), correct: true, sort: SearchSort::Relevance };
    ExportRequest { pages, format }
}

async fn written(desk: &Desk, request: ExportRequest, folder: &Path) -> Exported {
    match desk.app.export_to(request, folder).await.unwrap() {
        ExportOutcome::Written(exported) => exported,
        stopped => panic!("nobody stopped it: {stopped:?}"),
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_search_finds_as_markdown() {
    let sim = sim().await;
    for title in ["Quince jam", "quince JAM", "../quince: <why>?"] {
        write(&sim, title, "Take **ten** quinces.\n- [ ] wash them");
    }
    let desk = reading_desk(&sim).await;
    let folder = tempfile::tempdir().unwrap();
    let exported = written(&desk, found("quince", ExportFormat::Markdown), folder.path()).await;
    assert_eq!((exported.pages, exported.without_text, exported.more), (3, 0, false));
    let made = PathBuf::from(&exported.folder);
    assert_eq!(made.parent(), Some(folder.path()));
    let files = names(&made);
    assert_eq!(files.len(), 3, "{files:?}");
    // One name on systems that do not tell the case is two files.
    let mut alike: Vec<String> = files.iter().map(|name| name.to_lowercase()).collect();
    alike.dedup();
    assert_eq!(alike.len(), 3, "{files:?}");
    assert!(files.iter().all(|name| !name.contains(['/', '<', '>', ':', '?'])), "{files:?}");
    for name in &files {
        let text = std::fs::read_to_string(made.join(name)).unwrap();
        assert!(text.starts_with("---\ntitle: \"") && text.contains("Take **ten** quinces."), "{text}");
        #[cfg(unix)]
        assert_eq!(mode(&made.join(name)), 0o600);
    }
    #[cfg(unix)]
    assert_eq!(mode(&made), 0o700);

    // The same day again: nothing is written over.
    let again = written(&desk, found("quince", ExportFormat::Markdown), folder.path()).await;
    assert_ne!(again.folder, exported.folder);
    assert_eq!(names(folder.path()).len(), 2);
    // Nothing found, nothing made.
    let nothing = written(&desk, found("absentword", ExportFormat::Csv), folder.path()).await;
    assert_eq!((nothing.pages, nothing.folder.as_str()), (0, ""));
    assert_eq!(names(folder.path()).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_as_a_table_and_as_lines_of_json() {
    let sim = sim().await;
    let desk = reading_desk(&sim).await;
    let known = desk.pages().await.known;
    let folder = tempfile::tempdir().unwrap();
    let all = |format| ExportRequest {
        pages: ExportedPages::Listed {
            kind: None,
            under: None,
            sort: PageSort::TitleAscending,
            locale: "en".into(),
        },
        format,
    };
    let exported = written(&desk, all(ExportFormat::Csv), folder.path()).await;
    assert_eq!(exported.pages, known);
    let table = std::fs::read_to_string(Path::new(&exported.folder).join("pages.csv")).unwrap();
    assert!(table.starts_with("\u{feff}\"title\",\"kind\""), "{}", table.lines().next().unwrap());

    let exported = written(&desk, all(ExportFormat::JsonLines), folder.path()).await;
    let lines = std::fs::read_to_string(Path::new(&exported.folder).join("pages.jsonl")).unwrap();
    let pages: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(pages.len(), known as usize);
    let texts = pages.iter().filter(|page| page["text"].is_string()).count();
    let read = pages.iter().filter(|page| page["kind"] == "page").count();
    assert_eq!(texts, read - exported.without_text as usize);
    assert!(pages.iter().any(|page| !page["properties"].as_array().unwrap().is_empty()));

    // The rows of a database, and pages that were chosen, in the order they were chosen in.
    let source = pages.iter().find(|page| page["kind"] == "data_source").unwrap()["id"].clone();
    let source = source.as_str().unwrap().to_owned();
    let rows = ExportedPages::Listed {
        kind: None,
        under: Some(source.clone()),
        sort: PageSort::EditedNewest,
        locale: String::new(),
    };
    let request = ExportRequest { pages: rows, format: ExportFormat::Csv };
    let of_database = written(&desk, request, folder.path()).await.pages;
    let query = PageQuery { under: Some(source.clone()), ..crate::desk::everything() };
    assert_eq!(of_database, desk.app.pages(query).await.unwrap().total);
    let ids: Vec<String> =
        pages.iter().rev().take(3).map(|page| page["id"].as_str().unwrap().into()).collect();
    let chosen = ExportedPages::Chosen { ids: ids.clone() };
    let request = ExportRequest { pages: chosen, format: ExportFormat::JsonLines };
    let exported = written(&desk, request, folder.path()).await;
    let lines = std::fs::read_to_string(Path::new(&exported.folder).join("pages.jsonl")).unwrap();
    let order: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().into())
        .collect();
    assert_eq!(order, ids);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_that_does_not_come_to_its_end_leaves_nothing() {
    let sim = sim().await;
    for number in 0..120 {
        write(&sim, &format!("Zither {number}"), "strings");
    }
    let desk = reading_desk(&sim).await;
    let folder = tempfile::tempdir().unwrap();
    // The person is asked, and chooses none.
    assert_eq!(desk.app.export(found("zither", ExportFormat::Csv)).await, Ok(None));
    *desk.host.desktop.folder.lock().unwrap() = Some(folder.path().join("not there"));
    let refused = desk.app.export(found("zither", ExportFormat::Csv)).await;
    assert_eq!(refused, Err(UiError::Disk));
    let unknown = ExportRequest {
        pages: ExportedPages::Chosen { ids: vec!["../x".into()] },
        format: ExportFormat::Markdown,
    };
    assert_eq!(desk.app.export_to(unknown, folder.path()).await, Err(UiError::LinkRefused));

    // Locked in the middle, wherever that is: it is whole, or nothing of it is there.
    let app = desk.app.clone();
    let inside = folder.path().to_owned();
    let export =
        tokio::spawn(async move { app.export_to(found("zither", ExportFormat::Markdown), &inside).await });
    let begun = async || (!names(folder.path()).is_empty()).then_some(());
    desk.until("it has begun", begun).await;
    desk.app.lock().await.unwrap();
    match export.await.unwrap() {
        Ok(ExportOutcome::Written(exported)) => assert_eq!(names(Path::new(&exported.folder)).len(), 120),
        Ok(stopped) => panic!("nobody stopped it: {stopped:?}"),
        Err(error) => {
            assert_eq!(error, UiError::Locked);
            assert_eq!(names(folder.path()), [""; 0]);
        }
    }
    assert_eq!(desk.app.export(found("zither", ExportFormat::Csv)).await, Err(UiError::Locked));
}

/// Stopped by the person after its first files: nothing stays, and until then it says how far
/// it is.
#[tokio::test(flavor = "multi_thread")]
async fn an_export_tells_how_far_it_is_and_can_be_stopped() {
    let sim = sim().await;
    for number in 0..120 {
        write(&sim, &format!("Zither {number}"), "strings");
    }
    let desk = reading_desk(&sim).await;
    let folder = tempfile::tempdir().unwrap();
    let told = || {
        let events = desk.events.lock().unwrap();
        let told = events.iter().filter_map(|event| match event {
            Event::Exporting(Exporting { written, of }) => Some((*written, *of)),
            _ => None,
        });
        told.collect::<Vec<_>>()
    };
    written(&desk, found("zither", ExportFormat::JsonLines), folder.path()).await;
    assert_eq!(told(), [(0, 120), (50, 120), (100, 120)]);

    // As soon as the first is told, on the thread that tells: it cannot come to its end before.
    let app = desk.app.clone();
    let runtime = tokio::runtime::Handle::current();
    desk.app.watch(move |event| {
        if let Event::Exporting(Exporting { written: 0, .. }) = event {
            tokio::task::block_in_place(|| runtime.block_on(app.stop_export())).unwrap();
        }
        true
    });
    for format in [ExportFormat::Markdown, ExportFormat::Csv, ExportFormat::JsonLines] {
        let before = names(folder.path());
        let stopped = desk.app.export_to(found("zither", format), folder.path()).await;
        assert_eq!(stopped, Ok(ExportOutcome::Stopped { left: None }));
        assert_eq!(names(folder.path()), before);
    }
    assert_eq!(told().len(), 6, "and none of them began a second part");
}
