//! From nothing to a list of pages.

use crate::process::Outcome;
use crate::stage::Stage;
use crate::story::{Ending, Story};

pub const FIRST_RUN: Story = Story {
    name: "first_run_to_list",
    about: "make the administrator, look around in the sample, see its pages",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(first_run(stage)),
};

async fn first_run(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    window.find("heading", "Welcome").await?;
    stage.picture(&window, "welcome").await?;
    Ok(Ending::Good)
}
