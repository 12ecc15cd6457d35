//! Images of a page, asked for one at a time.

use crate::desk::{Desk, sim};
use std::time::Duration;
use trove_app::ui_types::*;
use trove_sim::Create;

/// The images of a page in their order.
fn images(blocks: &[PreviewBlock]) -> Vec<u32> {
    let mut found = Vec::new();
    for block in blocks {
        if let PreviewKind::Media { image: Some(image), .. } = block.kind {
            found.push(image);
        }
        found.extend(images(&block.children));
    }
    found
}

/// Each lies somewhere else, so that why it is refused says which one was asked for. Nothing of a
/// test leaves this computer.
#[tokio::test(flavor = "multi_thread")]
async fn an_image_is_found_where_the_page_says_and_never_inside() {
    let sim = sim().await;
    let long = "word ".repeat(3_000);
    let signed = "X-Amz-Expires=3600&X-Amz-Signature=abc";
    let markdown = format!(
        "![first](http://images.example/a.png)\n{long}\n- item\n\t![second](https://192.168.0.1/b.png)\n\
         ![third](https://10.0.0.1/c.png?{signed})\n![fourth](ftp://images.example/d.png)"
    );
    let id = sim.create(Create { title: "Pictures".into(), markdown, ..Create::default() }).unwrap();
    sim.reshare(&id).unwrap();
    let desk = Desk::administrator(&sim).await;
    desk.stays().await;
    desk.connect_token(sim.personal_token()).await;
    desk.read().await;
    let page = desk.find("Pictures").await.hits.remove(0).id;
    let preview = desk.app.preview(&page, String::new(), true, None).await.unwrap();
    let images = images(&preview.blocks);
    assert_eq!(images.len(), 4, "{:?}", preview.blocks);
    let why = async |image: u32| match desk.app.image(&page, image).await.unwrap() {
        PageImage::Refused { why } => why,
        PageImage::Shown { .. } => panic!("nothing of a test lies outside of this computer"),
    };
    use ImageRefusal::{Expired, NotHttps, NotPublic, NotThere};
    let mut told = Vec::new();
    for image in &images {
        told.push(why(*image).await);
    }
    assert_eq!(told, [NotHttps, NotPublic, NotPublic, NotHttps]);
    // Another block, and none.
    assert_eq!(why(images[0] + 1).await, NotThere);
    assert_eq!(why(u32::MAX).await, NotThere);

    // An hour later Notion is asked for the address of its own file, and for no other.
    desk.clock.pass(Duration::from_secs(3_600));
    let asked = || sim.log().iter().filter(|request| request.path.ends_with("/markdown")).count();
    sim.clear_log();
    assert_eq!((why(images[1]).await, asked()), (NotPublic, 0));
    assert_eq!((why(images[2]).await, asked()), (NotPublic, 1));
    // It is there no more, or nobody can be asked.
    let connection = desk.app.connections().await.unwrap().remove(0).id;
    desk.app.pause_connection(&connection, true).await.unwrap();
    assert_eq!(why(images[2]).await, Expired);

    assert_eq!(desk.app.image("x", 0).await.err(), Some(UiError::LinkRefused));
    desk.app.lock().await.unwrap();
    assert_eq!(desk.app.image(&page, images[0]).await.err(), Some(UiError::Locked));
}
