//! Settings that several processes change at once.

use super::Directory;

#[tokio::test]
async fn of_changes_made_at_once_none_is_lost() {
    let directory = Directory::new();
    let stores = [directory.store().await, directory.store().await];
    let changing = (0..40).map(|number| {
        let store = stores[number % 2].clone();
        tokio::spawn(async move {
            let append =
                move |before: Option<String>| Some(format!("{} {number}", before.unwrap_or_default()));
            store.change_setting("list", append).await.unwrap();
        })
    });
    for changed in changing.collect::<Vec<_>>() {
        changed.await.unwrap();
    }
    let list = stores[0].get_setting("list").await.unwrap().unwrap();
    let mut numbers: Vec<usize> = list.split_whitespace().map(|number| number.parse().unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (0..40).collect::<Vec<_>>());
    stores[1].change_setting("list", |_| None).await.unwrap();
    assert_eq!(stores[0].get_setting("list").await, Ok(Some(list)));
}
