//! How long it takes from a key to the hits it brings, in the real window on the real core.
//! Figures for people: nothing here fails by being slow.

use serde::Deserialize;

use crate::person;
use crate::process::Outcome;
use crate::stage::Stage;
use crate::story::{Ending, Story};

pub const KEYSTROKES: Story = Story {
    name: "keystrokes",
    about: "types words letter by letter and writes down how long each took until its hits were painted",
    sim: &["--workspace", "synthetic:2000", "--limit", "none"],
    tell: |stage| Box::pin(keystrokes(stage)),
};

/// What the synthetic workspace writes about, and two words that it does not.
const WORDS: &[&str] = &[
    "meeting",
    "qualität",
    "livraison",
    "travel",
    "계획",
    "übersicht",
    "customer",
    "会议",
    "onboarding",
    "quokka",
    "xylo",
];

/// Notes for every key when it came, when the core's reply did, how long the core took, and
/// when the frame with the new hits was on screen. A reply runs a callback that Tauri keeps in
/// a map; a message is handled after what the reply brought about, or after the frame in which
/// it was sent.
const WATCH: &str = "
    window.keys = [];
    const callbacks = window.__TAURI_INTERNALS__.callbacks;
    callbacks.get = (id) => {
      const handle = Map.prototype.get.call(callbacks, id);
      return handle && ((data) => {
        const key = window.keys.at(-1);
        if (data?.took_us === undefined || key === undefined || key.replied !== undefined) return handle(data);
        key.replied = performance.now();
        key.core = data.took_us / 1000;
        handle(data);
        const next = (task) => {
          const channel = new MessageChannel();
          channel.port1.onmessage = task;
          channel.port2.postMessage(null);
        };
        next(() => (key.drawn = performance.now()));
        requestAnimationFrame(() => {
          key.frame = performance.now();
          document.body.offsetHeight;
          key.laid = performance.now();
          next(() => (key.painted = performance.now()));
        });
      });
    };
    document.querySelector('[role=combobox]').addEventListener('beforeinput', () => {
      window.keys.push({ pressed: performance.now() });
    });
";

#[derive(Deserialize)]
struct Key {
    pressed: f64,
    replied: f64,
    core: f64,
    drawn: f64,
    frame: f64,
    laid: f64,
    painted: f64,
}

async fn keystrokes(stage: &Stage) -> Outcome<Ending> {
    // A log of everything would be measured too.
    let window = stage.open_app_with(&[("TROVE_LOG", "warn"), ("RUST_LOG", "warn")]).await?;
    person::creates_administrator(&window).await?;
    person::pastes_token(&window, &stage.sim.personal_token).await?;
    person::agrees(&window).await?;
    person::goes_to(&window, "Coverage").await?;
    window.click("radio", "Fastest").await?;
    person::goes_to(&window, "Search").await?;
    person::has_read_everything(&window).await?;
    // Once, so that nothing is measured for the first time.
    person::searches(&window, "a").await?;
    window.run(WATCH).await?;
    let mut typed = 0;
    for word in WORDS {
        for (at, letter) in word.chars().enumerate() {
            let letter = letter.to_string();
            if at == 0 {
                person::searches(&window, &letter).await?;
            } else {
                window.keys(&letter).await?;
            }
            typed += 1;
            window
                .until("the frame with the hits", || async {
                    let painted =
                        window.run("return window.keys.filter((key) => key.painted).length").await?;
                    Ok((painted == typed).then_some(()))
                })
                .await?;
        }
    }
    let keys: Vec<Key> = serde_json::from_value(window.run("return window.keys").await?)?;
    let mut text = format!("{} keys, milliseconds: median, 95th percentile, most\n", keys.len());
    for (part, of) in PARTS {
        let mut all: Vec<f64> = keys.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        let at = |part: usize| all.get((all.len() - 1) * part / 100).copied().unwrap_or_default();
        text += &format!("{part:28}{:8.1}{:8.1}{:8.1}\n", at(50), at(95), at(100));
    }
    stage.note("figures", &text)?;
    Ok(Ending::Good)
}

type Part = (&'static str, fn(&Key) -> f64);

const PARTS: &[Part] = &[
    ("key to painted", |key| key.painted - key.pressed),
    ("  the core's own time", |key| key.core),
    ("  the way there and back", |key| key.replied - key.pressed - key.core),
    ("  the window's script", |key| key.drawn - key.replied),
    ("  waiting for a frame", |key| (key.frame - key.drawn).max(0.0)),
    ("  layout", |key| key.laid - key.frame),
    ("  paint", |key| key.painted - key.laid),
    ("without the core", |key| key.painted - key.pressed - key.core),
];
