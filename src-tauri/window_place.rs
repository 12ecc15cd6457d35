//! Where the window was left: its place, size and whether it filled the screen, in a plain file
//! of this computer. A place that no screen shows any more is moved to one that is there.
//!
//! Not how a window is moved: that is `window`.

use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::{Duration, Instant};
use trove_private_file as private_file;

/// The file's version; another one is read as nothing, and written over.
const VERSION: u32 = 1;
/// In bytes; a larger file is none of ours.
const LARGEST: u64 = 4096;

/// So much of the window's upper edge has to be on a screen for it to be seen and moved.
const GRIP: Size = Size { width: 100, height: 32 };

/// In dots of the screen: the corner of the frame, and the size within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub x: i32,
    pub y: i32,
    pub width: u32,
    pub height: u32,
    /// Fills its screen; the rest says where it was before.
    pub maximized: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

/// What a screen has for windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    pub x: i32,
    pub y: i32,
    pub size: Size,
}

#[derive(Serialize, Deserialize)]
struct PlaceFile {
    version: u32,
    place: Place,
}

/// `None` where there is no file, or none that is ours to read.
pub fn read(file: &Path) -> Option<Place> {
    let bytes = private_file::read(file, LARGEST).ok()??;
    let read: PlaceFile = serde_json::from_slice(&bytes).ok()?;
    (read.version == VERSION).then_some(read.place)
}

/// One that cannot be written is forgotten: no window stays open for that.
pub fn write(file: &Path, place: Place) {
    let written = serde_json::to_vec(&PlaceFile { version: VERSION, place }).map_err(std::io::Error::other);
    if let Err(error) = written.and_then(|bytes| private_file::replace(file, &bytes)) {
        tracing::info!(%error, "the window's place was not written down");
    }
}

impl Place {
    /// The nearest place that can be seen, no larger than its screen; the first screen is where
    /// a window goes that none shows.
    pub fn fitted(self, screens: &[Screen]) -> Self {
        let Some(first) = screens.first() else { return self };
        let seen = screens.iter().find(|screen| self.grip_on(screen));
        let screen = seen.unwrap_or(first);
        let (width, height) = (self.width.min(screen.size.width), self.height.min(screen.size.height));
        if seen.is_some() {
            return Self { width, height, ..self };
        }
        let middle = |start: i32, whole: u32, part: u32| start.saturating_add_unsigned((whole - part) / 2);
        Self {
            x: middle(screen.x, screen.size.width, width),
            y: middle(screen.y, screen.size.height, height),
            width,
            height,
            ..self
        }
    }

    fn grip_on(&self, screen: &Screen) -> bool {
        let across = shared((self.x, self.width), (screen.x, screen.size.width));
        let down = shared((self.y, GRIP.height), (screen.y, screen.size.height));
        across >= i64::from(GRIP.width.min(self.width)) && down >= i64::from(GRIP.height)
    }
}

/// The place to come back to, from what the system tells while the window moves. Filling the
/// screen, some systems tell the new size before the reason: what came just before is not where
/// the window was.
#[derive(Debug, Default)]
pub struct Track {
    settled: Option<Place>,
    latest: Option<(Place, Instant)>,
    maximized: bool,
}

/// Moves that are closer together than this are one.
const ONE_MOVE: Duration = Duration::from_secs(1);

impl Track {
    pub fn starting_at(place: Option<Place>) -> Self {
        Self { settled: place, latest: None, maximized: place.is_some_and(|place| place.maximized) }
    }

    pub fn note(&mut self, place: Place, now: Instant) {
        self.maximized = place.maximized;
        let is_one_move = |at: Instant| now.duration_since(at) < ONE_MOVE;
        match (self.latest, place.maximized) {
            (Some((_, at)), true) if is_one_move(at) => self.latest = None,
            (_, true) => {}
            (Some((_, at)), false) if is_one_move(at) => self.latest = Some((place, now)),
            (latest, false) => {
                self.settled = latest.map(|(before, _)| before).or(self.settled);
                self.latest = Some((place, now));
            }
        }
    }

    pub fn place(&self) -> Option<Place> {
        let place = self.latest.map(|(place, _)| place).or(self.settled)?;
        Some(Place { maximized: self.maximized, ..place })
    }
}

/// How much of two stretches is the same.
fn shared(one: (i32, u32), other: (i32, u32)) -> i64 {
    let end = |(start, length): (i32, u32)| i64::from(start) + i64::from(length);
    end(one).min(end(other)) - i64::from(one.0.max(other.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn screen(x: i32, y: i32, width: u32, height: u32) -> Screen {
        Screen { x, y, size: Size { width, height } }
    }

    fn place(x: i32, y: i32, width: u32, height: u32) -> Place {
        Place { x, y, width, height, maximized: false }
    }

    #[test]
    fn a_place_is_one_that_can_be_seen() {
        let one = [screen(0, 0, 1600, 1000)];
        let two = [screen(0, 0, 1600, 1000), screen(1600, -200, 1920, 1200)];
        let left_of_first = [screen(0, 0, 1600, 1000), screen(-1280, 0, 1280, 1024)];
        for (was, screens, becomes) in [
            (place(100, 80, 1080, 720), &one[..], place(100, 80, 1080, 720)),
            // Hangs over the edge, as its person wants it.
            (place(1400, 80, 1080, 720), &one, place(1400, 80, 1080, 720)),
            (place(-900, 80, 1080, 720), &one, place(-900, 80, 1080, 720)),
            // Nothing to take hold of: too far right, left, down, up.
            (place(1550, 80, 1080, 720), &one, place(260, 140, 1080, 720)),
            (place(-1000, 80, 1080, 720), &one, place(260, 140, 1080, 720)),
            (place(100, 990, 1080, 720), &one, place(260, 140, 1080, 720)),
            (place(100, -40, 1080, 720), &one, place(260, 140, 1080, 720)),
            // On a second screen, and when that is gone.
            (place(1700, -100, 1080, 720), &two, place(1700, -100, 1080, 720)),
            (place(1700, -100, 1080, 720), &one, place(260, 140, 1080, 720)),
            (place(-1200, 50, 1080, 720), &left_of_first, place(-1200, 50, 1080, 720)),
            // Larger than the screen there is.
            (place(0, 0, 3000, 2000), &one, place(0, 0, 1600, 1000)),
            (place(5000, 5000, 3000, 2000), &one, place(0, 0, 1600, 1000)),
            // No screen is known, on some systems.
            (place(5000, 5000, 300, 200), &[], place(5000, 5000, 300, 200)),
            // Written by no window of ours.
            (place(i32::MAX, i32::MIN, u32::MAX, u32::MAX), &one, place(0, 0, 1600, 1000)),
        ] {
            assert_eq!(was.fitted(screens), becomes, "{was:?} on {screens:?}");
            let filling = Place { maximized: true, ..was };
            assert!(filling.fitted(screens).maximized);
        }
    }

    #[test]
    fn a_window_that_fills_the_screen_knows_where_it_was() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_millis(seconds);
        let (small, moved, whole) =
            (place(10, 10, 800, 600), place(50, 10, 800, 600), place(0, 0, 1600, 1000));
        let filling = Place { maximized: true, ..whole };
        let was = |place| Some(Place { maximized: true, ..place });
        for (notes, expected) in [
            (&[][..], None),
            (&[(small, 0)][..], Some(small)),
            (&[(small, 0), (moved, 5000)], Some(moved)),
            // The reason first, then the size; and the other way round.
            (&[(small, 0), (moved, 5000), (filling, 9000)], was(moved)),
            (&[(small, 0), (moved, 5000), (whole, 9000), (filling, 9010)], was(moved)),
            (&[(small, 0), (moved, 5000), (whole, 9000), (filling, 9010), (filling, 9020)], was(moved)),
            // Back again.
            (&[(moved, 5000), (whole, 9000), (filling, 9010), (moved, 20_000)], Some(moved)),
        ] {
            let mut track = Track::default();
            notes.iter().for_each(|(place, time)| track.note(*place, at(*time)));
            assert_eq!(track.place(), expected, "{notes:?}");
        }
        let left = Place { maximized: true, ..small };
        assert_eq!(Track::starting_at(Some(left)).place(), Some(left), "nothing has moved");
    }

    #[test]
    fn what_is_not_ours_is_no_place() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("window.json");
        assert_eq!(read(&file), None);
        write(&file, place(1, 2, 3, 4));
        assert_eq!(read(&file), Some(place(1, 2, 3, 4)));
        let text = std::fs::read_to_string(&file).unwrap();
        for other in
            [text.replace("\"version\":1", "\"version\":2"), text.replace('4', "-4"), "x".repeat(5000)]
        {
            std::fs::write(&file, &other).unwrap();
            assert_eq!(read(&file), None, "{other}");
        }
    }
}
