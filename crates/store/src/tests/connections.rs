//! Connections, settings and the pending sign-in: what goes in comes out.

use super::{Directory, connection, connection_id, id, list, page, titles};
use crate::{Container, StoreError};
use trove_model::{Account, Connection, ConnectionStatus, Origin, Parent, Timestamp, TokenKind};

#[tokio::test]
async fn every_field_survives_a_restart() {
    let directory = Directory::new();
    let full = Connection {
        kind: TokenKind::Pasted,
        status: ConnectionStatus::NeedsReconnect,
        origin: Origin::parse("http://127.0.0.1:4010").unwrap(),
        workspace_name: "Müller & Söhne 株式会社".into(),
        workspace_icon: Some("🏢".into()),
        account: Account::Person {
            id: id(5),
            name: Some("Ada".into()),
            email: Some("ada@example.org".into()),
        },
        bot_id: Some(id(6)),
        duplicated_template_id: Some(id(7)),
        owner_json: Some(r#"{"type":"user"}"#.into()),
        created: Timestamp(1_790_000_000_000),
        last_used: Some(Timestamp(1)),
        last_listed: Some(Timestamp(i64::MAX)),
        ..connection(1)
    };
    let bare = Connection {
        kind: TokenKind::Sample,
        status: ConnectionStatus::Paused,
        workspace_id: None,
        account: Account::Bot { id: id(8), name: None },
        created: Timestamp(i64::MAX),
        ..connection(2)
    };
    let store = directory.store().await;
    for connection in [&bare, &full] {
        store.put_connection(connection).await.unwrap();
    }
    store.close().await;
    let store = directory.store().await;
    assert_eq!(store.connections().await.unwrap(), [full.clone(), bare.clone()]);

    let renamed = Connection { workspace_name: "Other".into(), ..full.clone() };
    store.put_connection(&renamed).await.unwrap();
    store.set_status(bare.id, ConnectionStatus::NeedsReconnect).await.unwrap();
    store.set_last_used(bare.id, Timestamp(9)).await.unwrap();
    let bare = Connection { status: ConnectionStatus::NeedsReconnect, last_used: Some(Timestamp(9)), ..bare };
    assert_eq!(store.connections().await.unwrap(), [renamed, bare]);
}

#[tokio::test]
async fn identity_is_kind_workspace_and_account() {
    let directory = Directory::new();
    let store = directory.store().await;
    let known = connection(1);
    let homeless = Connection { workspace_id: None, ..connection(2) };
    store.put_connection(&known).await.unwrap();
    store.put_connection(&homeless).await.unwrap();
    let (oauth, workspace, account) = (TokenKind::OAuth, known.workspace_id, known.account.id());
    assert_eq!(store.find_same(oauth, workspace, account).await, Ok(Some(known.clone())));
    assert_eq!(store.find_same(oauth, None, account).await, Ok(Some(homeless)));
    for (kind, workspace, account) in
        [(TokenKind::Pasted, workspace, account), (oauth, Some(id(4)), account), (oauth, workspace, id(4))]
    {
        assert_eq!(store.find_same(kind, workspace, account).await, Ok(None));
    }
    let twin = Connection { id: connection_id(3), ..known };
    assert!(matches!(store.put_connection(&twin).await, Err(StoreError::Sql(_))));
}

#[tokio::test]
async fn removing_takes_what_only_it_saw() {
    let directory = Directory::new();
    let store = directory.store().await;
    for number in [1, 2] {
        store.put_connection(&connection(number)).await.unwrap();
    }
    let in_block = |number, block| {
        let title = format!("page {number}");
        trove_model::Page { parent: Parent::Block(id(block)), ..page(number, &title) }
    };
    let sweep = store.begin_sweep(connection_id(1)).await.unwrap();
    list(&store, 1, sweep, vec![in_block(10, 100), in_block(11, 101)]).await;
    list(&store, 2, sweep, vec![in_block(11, 101), in_block(12, 102)]).await;
    let container = |number, parent| Container {
        title: Some(format!("database {number}")),
        ..Container::new(id(number), parent)
    };
    let containers = [
        container(100, Parent::Database(id(103))),
        container(101, Parent::Database(id(104))),
        container(103, Parent::Workspace),
        container(104, Parent::Block(id(101))),
    ];
    store.put_parents(&containers).await.unwrap();

    store.remove_connection(connection_id(1)).await.unwrap();
    assert_eq!(titles(&store).await, ["page 11 [2]", "page 12 [2]"]);
    let mut left: Vec<_> = store.parents().await.unwrap().into_iter().map(|container| container.id).collect();
    left.sort();
    assert_eq!(left, [id(101), id(104)], "names of databases that only it saw went too");
    assert_eq!(store.connections().await.unwrap().len(), 1);

    let gone = connection_id(1);
    assert_eq!(store.remove_connection(gone).await, Err(StoreError::NoSuchConnection));
    assert_eq!(store.set_status(gone, ConnectionStatus::Active).await, Err(StoreError::NoSuchConnection));
    assert_eq!(store.begin_sweep(gone).await, Err(StoreError::NoSuchConnection));
    assert_eq!(store.page_count(gone).await, Err(StoreError::NoSuchConnection));
}

#[tokio::test]
async fn settings_replace() {
    let directory = Directory::new();
    let store = directory.store().await;
    assert_eq!(store.get_setting("theme").await, Ok(None));
    store.put_setting("theme", "dark").await.unwrap();
    store.put_setting("theme", "light").await.unwrap();
    assert_eq!(store.get_setting("theme").await, Ok(Some("light".into())));
}

#[tokio::test]
async fn a_pending_sign_in_is_used_once() {
    let directory = Directory::new();
    let store = directory.store().await;
    assert_eq!(store.take_pending_sign_in().await, Ok(None));
    store.put_pending_sign_in(b"first").await.unwrap();
    store.put_pending_sign_in(b"second").await.unwrap();
    store.close().await;
    let store = directory.store().await;
    assert_eq!(store.get_pending_sign_in().await, Ok(Some(b"second".to_vec())));
    let takers = (0..8).map(|_| {
        let store = store.clone();
        tokio::spawn(async move { store.take_pending_sign_in().await.unwrap() })
    });
    let mut taken = Vec::new();
    for taker in takers.collect::<Vec<_>>() {
        taken.extend(taker.await.unwrap());
    }
    assert_eq!(taken, [b"second".to_vec()], "one of eight gets it");
    store.put_pending_sign_in(b"third").await.unwrap();
    store.clear_pending_sign_in().await.unwrap();
    assert_eq!(store.get_pending_sign_in().await, Ok(None));
}
