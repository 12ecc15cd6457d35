//! The handed cases, through the app: it connects to the local Notion, reads the made-up workspace whole and is asked
//! every query.
//!
//! The folder is named by `TROVE_CASES`; without it this says so and ends. The rules are in `trove_bench::cases`.

use std::collections::BTreeMap;
use trove_bench::{Stop, cases};

/// So many come out right. It only ever goes up.
const RIGHT: usize = 120;

/// Queries that are known to come out wrong, each with why: `query<TAB>reason` a line.
const KNOWN_WRONG: &str = include_str!("known_wrong.tsv");

#[tokio::test(flavor = "multi_thread")]
async fn the_handed_cases_come_out_right() -> Result<(), Stop> {
    let Some(folder) = cases::folder() else {
        println!("skipped: TROVE_CASES names no folder of cases");
        return Ok(());
    };
    let known: BTreeMap<&str, &str> = KNOWN_WRONG.lines().filter_map(|line| line.split_once('\t')).collect();
    let judged = cases::judged(&folder).await?;
    let right = judged.iter().filter(|one| one.right).count();
    println!("{right} of {} come out right", judged.len());
    let mut unexpected = Vec::new();
    for one in &judged {
        let query = one.case.query.as_str();
        match (one.right, known.get(query)) {
            (true, None) => {}
            (true, Some(_)) => println!("right by now, take it off the list: {query}"),
            (false, Some(why)) => println!("known to be wrong: {query}: {why}"),
            (false, None) => unexpected
                .push(format!("{query}: {:?} {:?}, found {:?}", one.case.rule, one.case.pages, one.found)),
        }
    }
    assert_eq!(unexpected, Vec::<String>::new(), "these came out right before");
    assert!(right >= RIGHT, "{right} of {} come out right, {RIGHT} did before", judged.len());
    Ok(())
}
