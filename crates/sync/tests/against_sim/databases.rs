//! Databases: every one is known with its name, mostly for nothing.

use crate::connection::Here;
use crate::{requests, sample, synthetic};
use std::collections::HashMap;
use std::time::Duration;
use trove_model::{NotionId, PageKind, Parent};
use trove_sim::Edit;

/// The names of all databases that data sources are in.
async fn names(here: &Here) -> HashMap<NotionId, Option<String>> {
    let containers = here.store.parents().await.unwrap();
    let names: HashMap<_, _> =
        containers.into_iter().map(|container| (container.id, container.title)).collect();
    let pages = here.store.pages().await.unwrap();
    let sources = pages.iter().filter(|listed| listed.page.kind == PageKind::DataSource);
    sources
        .map(|listed| match listed.page.parent {
            Parent::Database(id) => (id, names[&id].clone()),
            other => panic!("{other:?}"),
        })
        .collect()
}

#[tokio::test]
async fn every_database_has_its_name() {
    for sim in [sample().await, synthetic(700).await] {
        let here = Here::new(&sim).await;
        here.list().await.unwrap();
        assert_eq!(requests(&sim, "/v1/databases/"), 0, "where they sit is listed");
        here.read().await.unwrap();
        let asked = requests(&sim, "/v1/databases/");
        let names = names(&here).await;
        for (id, name) in &names {
            let database = here.notion.database(id).await.unwrap();
            assert_eq!(name.as_ref(), Some(&database.title()), "{id}");
        }
        assert!(names.len() >= 3 && asked <= names.len(), "{asked} of {}", names.len());
        println!("{asked} of {} databases were asked for", names.len());

        sim.clear_log();
        here.list().await.unwrap();
        here.read().await.unwrap();
        assert_eq!(requests(&sim, "/v1/databases/"), 0, "each once");
    }
}

/// Another name of a database changes no page; that of a data source in it is an edit.
#[tokio::test]
async fn a_renamed_database_is_asked_for_with_its_data_source() {
    let sim = sample().await;
    let here = Here::new(&sim).await;
    here.list().await.unwrap();
    here.read().await.unwrap();
    sim.advance(Duration::from_secs(3_600));
    let pages = here.store.pages().await.unwrap();
    let source = pages.iter().find(|listed| listed.page.title == "Finished projects").unwrap();
    let database = source.page.parent.id().unwrap();
    let renamed = |title: &str| Edit { title: Some(title.into()), ..Edit::default() };
    sim.edit(&database.to_string(), renamed("What we do")).unwrap();
    sim.edit(&source.page.id.to_string(), renamed("What we did")).unwrap();
    sim.clear_log();
    here.refresh().await.unwrap();
    here.read().await.unwrap();
    assert_eq!(requests(&sim, "/v1/databases/"), 1);
    assert_eq!(names(&here).await[&database].as_deref(), Some("What we do"));
}
