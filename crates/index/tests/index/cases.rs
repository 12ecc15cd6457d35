//! Scratch.
use crate::world::{World, page};
use serde_json::Value;
use std::collections::HashMap;
use trove_index::asked::plain_title;
use trove_index::text::Text;

fn strip(md: &str) -> String {
    let mut out = String::new();
    let mut rest = md;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        match rest[at..].find('>') {
            Some(end) => {
                let tag = &rest[at..at + end];
                if let Some(url) = tag.split("url=\"").nth(1).and_then(|u| u.split('"').next()) {
                    if !url.contains("notion.com") {
                        out.push_str(url);
                        out.push(' ');
                    }
                }
                rest = &rest[at + end + 1..];
            }
            None => {
                out.push('<');
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out.replace("\\", "")
}

fn text_of(value: &Value, out: &mut String) {
    match value {
        Value::String(s) => {
            out.push_str(s);
            out.push(' ');
        }
        Value::Number(n) => {
            out.push_str(&n.to_string());
            out.push(' ');
        }
        Value::Array(a) => a.iter().for_each(|v| text_of(v, out)),
        Value::Object(o) => {
            for (k, v) in o {
                if ["id", "type", "object", "color", "annotations", "href"].contains(&k.as_str()) {
                    continue;
                }
                text_of(v, out)
            }
        }
        _ => {}
    }
}

#[test]
fn scratch_cases() {
    let Ok(folder) = std::env::var("TROVE_CASES") else { return };
    let read = |name: &str| -> Value {
        serde_json::from_str(&std::fs::read_to_string(format!("{folder}/{name}")).unwrap()).unwrap()
    };
    let (world, queries) = (read("world.json"), read("queries.json"));
    let mut by_id: HashMap<&str, &Value> = HashMap::new();
    for p in world["pages"].as_array().unwrap() {
        by_id.insert(p["id"].as_str().unwrap(), p);
    }
    let mut w = World::new(&[]);
    let mut docs = Vec::new();
    let mut keys: HashMap<u64, String> = HashMap::new();
    for (n, p) in world["pages"].as_array().unwrap().iter().enumerate() {
        if p["kind"] == "database" {
            continue;
        }
        let id = n as u64 + 1;
        let mut body = String::new();
        if let Some(props) = p["raw"]["properties"].as_object() {
            for (name, v) in props {
                if v["type"] == "title" {
                    continue;
                }
                let mut t = String::new();
                if v["type"] == "unique_id" {
                    t = format!(
                        "{}-{}",
                        v["unique_id"]["prefix"].as_str().unwrap(),
                        v["unique_id"]["number"]
                    );
                } else if v["type"] == "relation" {
                    for r in v["relation"].as_array().unwrap() {
                        if let Some(t2) = by_id.get(r["id"].as_str().unwrap()) {
                            t += t2["title"].as_str().unwrap();
                        }
                    }
                } else {
                    text_of(&v[v["type"].as_str().unwrap()], &mut t);
                }
                body += &format!("{name}: {t}\n");
            }
        }
        body += &strip(p["md"].as_str().unwrap_or(""));
        let title = p["title"].as_str().unwrap();
        let mut d = page(id, title, &body);
        d.edited = Some(trove_model::Timestamp(
            1_790_000_000_000 - (p["age"].as_f64().unwrap_or(400.0) * 86_400_000.0) as i64,
        ));
        docs.push(d);
        keys.insert(id, p["key"].as_str().unwrap().to_owned());
        let mut path = Vec::new();
        let mut at = p;
        while let Some(parent) = at["parent"].as_str() {
            at = by_id[parent];
            path.push(plain_title(at["title"].as_str().unwrap()));
        }
        w.pages.paths.insert(id, path);
    }
    let texts: HashMap<u64, (Text, Text)> =
        docs.iter().map(|d| (d.id, (Text::new(d.title.as_str()), Text::new(d.body.as_str())))).collect();
    w.put(docs);
    let (mut right, mut of) = (0, 0);
    for q in queries.as_array().unwrap() {
        let typed = q["query"].as_str().unwrap();
        let answer = w.answer(typed, 100);
        let hits: Vec<_> = answer
            .hits
            .iter()
            .filter(|h| {
                !h.unchecked || {
                    let (t, b) = &texts[&h.id];
                    h.lacks != Default::default() || answer.asked.holds(&[t, b])
                }
            })
            .collect();
        let found: Vec<&str> = hits.iter().take(20).map(|h| keys[&h.id].as_str()).collect();
        let wanted: Vec<&str> = q["pages"].as_array().unwrap().iter().map(|p| p.as_str().unwrap()).collect();
        let total = hits.len();
        let rule = q["rule"].as_str().unwrap();
        let place = |key: &str| found.iter().position(|f| *f == key);
        let any_in = |n: usize| wanted.iter().any(|k| place(k).is_some_and(|p| p < n));
        let ok = match rule {
            "first" => any_in(1),
            "all" => wanted.iter().all(|k| place(k).is_some()),
            "found" | "path" | "found_and_marked" => any_in(20),
            "in_first_3" => any_in(3),
            "in_first_10" => any_in(10),
            "in_first_3_of_few" => any_in(3) && total < 100,
            "first_of_few" => any_in(1) && total < 5,
            "in_this_order" => place(wanted[0]).is_some_and(|a| place(wanted[1]).is_none_or(|b| a < b)),
            "absent" => !any_in(20),
            "nothing" => answer.hits.is_empty(),
            other => panic!("{other}"),
        };
        of += 1;
        right += usize::from(ok);
        if !ok {
            let short: String = typed.chars().take(60).collect();
            println!(
                "WRONG [{short}] {rule} {wanted:?} was {} | total {total} | {:?}",
                q["today"],
                hits.iter()
                    .take(6)
                    .map(|h| format!("{}:{:?}/{:?}", keys[&h.id], h.rank.class, h.rank.tier))
                    .collect::<Vec<_>>()
            );
        }
        for c in &answer.corrections {
            println!("   corr [{typed}] {} -> {:?} known {}", c.typed, c.instead, c.known);
        }
    }
    println!("RIGHT {right} of {of}");
}
