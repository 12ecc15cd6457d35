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

struct Rng(u64);
impl Rng {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[test]
fn scratch_perf() {
    use trove_index::Change;
    let Ok(n) = std::env::var("PERF") else { return };
    let n: u64 = n.parse().unwrap();
    let mut rng = Rng(88172645463325252);
    let syl = [
        "ka", "to", "mi", "ren", "sol", "ver", "pla", "chi", "dor", "un", "est", "ing", "ber", "tal", "os",
        "qui", "ran", "fe", "lo", "ge", "sta", "mar",
    ];
    let vocab: Vec<String> = (0..150_000)
        .map(|i| {
            let mut k = i + 7;
            let mut s = String::new();
            loop {
                s += syl[k % syl.len()];
                k /= syl.len();
                if k == 0 {
                    break;
                }
            }
            s
        })
        .collect();
    let word = move |rng: &mut Rng| -> usize {
        let u = rng.unit();
        ((150_000f64).powf(u) - 1.0) as usize
    };
    let mut w = World::new(&[]);
    let mut titles = Vec::new();
    {
        let mut writer = w.index.bulk_writer().unwrap();
        let mut bytes = 0usize;
        for chunk in 0..(n / 20_000).max(1) {
            let mut docs = Vec::new();
            for i in 0..20_000.min(n) {
                let id = chunk * 20_000 + i + 1;
                let tl = 2 + rng.next() % 4;
                let title =
                    (0..tl).map(|_| vocab[word(&mut rng).max(30)].clone()).collect::<Vec<_>>().join(" ");
                let bl = 60 + rng.next() % 400;
                let mut body = String::new();
                for k in 0..bl {
                    if k % 17 == 16 {
                        body += ", "
                    }
                    body += &vocab[word(&mut rng)];
                    body.push(if k % 40 == 39 { '-' } else { ' ' });
                }
                bytes += body.len() + title.len();
                titles.push(title.clone());
                let d = page(id, &title, &body);
                w.pages.note(&d);
                docs.push(d);
            }
            writer.apply(docs.into_iter().map(Change::Put), (chunk + 1) * 20_000).unwrap();
        }
        writer.finish().unwrap();
        let size: u64 = std::fs::read_dir(w.folder.path())
            .unwrap()
            .filter_map(|e| e.ok()?.metadata().ok())
            .map(|m| m.len())
            .sum();
        println!("text {bytes} index {size} ratio {:.3}", size as f64 / bytes as f64);
    }
    let mut queries: Vec<(&str, String)> = Vec::new();
    for k in 0..60 {
        let t = &titles[(k * 7919) % titles.len()];
        let ws: Vec<&str> = t.split(' ').collect();
        let longest = ws.iter().max_by_key(|w| w.len()).unwrap();
        queries.push(("title", t.clone()));
        queries.push(("title+none", format!("{t} qqzzxx")));
        queries.push((
            "title+other",
            format!("{t} {}", titles[(k * 104729 + 5) % titles.len()].split(' ').next().unwrap()),
        ));
        queries.push(("two common", format!("{} {}", vocab[k % 40], vocab[(k * 3 + 1) % 40])));
        queries.push((
            "five common",
            (0..5).map(|j| vocab[(k + j * 7) % 60].clone()).collect::<Vec<_>>().join(" "),
        ));
        queries.push(("rare", vocab[100_000 + k * 37].clone()));
        queries.push(("inside", longest[1..longest.len().saturating_sub(1).max(2)].to_string()));
        queries.push(("glued", ws[..2].concat()));
        let mut slip = longest.to_string();
        slip.insert(longest.len() / 2, 'x');
        queries.push(("slip", slip));
        queries.push(("compound", ws[..2].join("-")));
        queries.push(("common", vocab[k % 40].clone()));
    }
    let mut by: HashMap<&str, Vec<f64>> = HashMap::new();
    let mut all = Vec::new();
    for pass in 0..2 {
        for (kind, q) in &queries {
            let chars: Vec<char> = q.chars().collect();
            for end in 1..=chars.len() {
                if chars[end - 1] == ' ' {
                    continue;
                }
                let typed: String = chars[..end].iter().collect();
                let began = std::time::Instant::now();
                let answer = w.answer(&typed, 20);
                let took = began.elapsed().as_secs_f64() * 1000.0;
                std::hint::black_box(answer);
                if pass == 1 {
                    by.entry(kind).or_default().push(took);
                    all.push((took, typed));
                }
            }
        }
    }
    for (kind, times) in &mut by {
        times.sort_by(f64::total_cmp);
        println!(
            "{kind:12} n {} p50 {:.3} p95 {:.3} p99 {:.3} max {:.3}",
            times.len(),
            times[times.len() / 2],
            times[times.len() * 95 / 100],
            times[times.len() * 99 / 100],
            times[times.len() - 1]
        );
    }
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!("all p50 {:.3} p99 {:.3}", all[all.len() / 2].0, all[all.len() / 100].0);
    for (t, q) in all.iter().take(25) {
        println!("   {t:.2} {q}");
    }
    let mut right = HashMap::<&str, (usize, usize)>::new();
    for (k, (kind, q)) in queries.iter().enumerate() {
        let id = ((k / 11) * 7919 % titles.len()) as u64 + 1;
        let a = w.answer(q, 20);
        let e = right.entry(kind).or_default();
        e.1 += 1;
        let place = a.hits.iter().position(|h| h.id == id);
        e.0 += usize::from(match *kind {
            "title" | "title+none" => place == Some(0),
            "title+other" => place.is_some_and(|p| p < 5),
            _ => place.is_some(),
        });
    }
    println!("{right:?}");
}
