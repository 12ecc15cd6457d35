//! Everything that crosses to the window, and nothing else: plain data with names.
//!
//! Never a token, a code, a password or a redirect address that came back; never HTML.
//! `ui/src/core/bindings.ts` is generated from these files and a test holds the two together.
//! Not the domain's types: those are in `trove-model` and cannot be serialized.

mod administration;
mod assistants;
mod connecting;
mod connections;
mod coverage;
mod desktop;
mod error;
mod event;
mod export;
mod home;
mod pages;
mod passwords;
mod preview;
mod profiles;
mod search;
mod settings;

pub use administration::*;
pub use assistants::*;
pub use connecting::*;
pub use connections::*;
pub use coverage::*;
pub use desktop::*;
pub use error::*;
pub use event::*;
pub use export::*;
pub use home::*;
pub use pages::*;
pub use passwords::*;
pub use preview::*;
pub use profiles::*;
pub use search::*;
pub use settings::*;

/// Milliseconds since 1970, UTC. JavaScript's `Date` takes it as it is.
pub type Millis = i64;

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect_file;
    use trove_index::filter::{Completes, Definition, FILTERS};
    use ts_rs::TS;

    macro_rules! declarations {
        ($($name:ty),* $(,)?) => {{
            let config = ts_rs::Config::default();
            let mut text = String::from("// Generated from crates/app/src/ui_types.rs; a test there holds the two together.\n");
            $(text += &format!("\nexport {}\n", <$name>::decl(&config));)*
            text
        }};
    }

    /// `UPDATE_EXPECT=1 cargo test -p trove-app filters_of_the_window` writes the file.
    #[test]
    fn filters_of_the_window() {
        let quoted =
            |texts: &[&str]| texts.iter().map(|text| format!("{text:?}")).collect::<Vec<_>>().join(", ");
        let mut text = String::from(
            "// Generated from crates/index/src/filter.rs; a test of crates/app holds the two together.\n\n\
             /** The filters a person can type, with what their values complete to. */\n\
             export const filters: readonly {\n  names: readonly string[];\n  examples: readonly string[];\n  \
             meaning: string;\n  values: readonly string[];\n  /** The present year is a value, too. */\n  \
             year: boolean;\n  /** Names of workspaces are its values. */\n  workspaces: boolean;\n  \
             /** Names that the core offers are its values. */\n  known: boolean;\n}[] = [\n",
        );
        for Definition { names, examples, meaning, completes, .. } in FILTERS {
            let (values, year, workspaces, known) = match completes {
                Completes::Names => (&[][..], false, false, true),
                Completes::Values(values) => (*values, false, false, false),
                Completes::ValuesAndYear(values) => (*values, true, false, false),
                Completes::Workspaces => (&[][..], false, true, false),
            };
            text += &format!(
                "  {{\n    names: [{}],\n    examples: [{}],\n    meaning: {meaning:?},\n    values: [{}],\n    \
                 year: {year},\n    workspaces: {workspaces},\n    known: {known},\n  }},\n",
                quoted(names),
                quoted(examples),
                quoted(values),
            );
        }
        text += "];\n";
        expect_file!["../../../ui/src/core/filters.ts"].assert_eq(&text);
    }

    /// `UPDATE_EXPECT=1 cargo test -p trove-app bindings` writes the file. A type missing
    /// from this list is one that the window's type check does not find.
    #[test]
    fn bindings() {
        let text = declarations!(
            About,
            AccessRequest,
            Administration,
            AllowedWorkspaces,
            Appearance,
            AskedByAssistant,
            AssistantSettings,
            Assistants,
            AuthorizationRow,
            AuthorizationStatus,
            BeginSignIn,
            BodyGap,
            BodyState,
            CertificateFault,
            Changed,
            ClientEntry,
            ConnectState,
            ConnectionCard,
            ConnectionCoverage,
            ConnectionKind,
            ConnectionStatus,
            Correction,
            Coverage,
            Covers,
            DamagedFile,
            DesktopSettings,
            DesktopState,
            DesktopWords,
            EditedPage,
            Editor,
            EscapeHides,
            Event,
            ExportFormat,
            ExportOutcome,
            ExportRequest,
            Exported,
            ExportedPages,
            Exporting,
            FailedPage,
            HelpPage,
            HitTier,
            Home,
            Icon,
            ImageRefusal,
            IndexFailure,
            IndexMemory,
            IndexState,
            Language,
            LeftOut,
            Limits,
            LinkVerdict,
            Listing,
            LiveAnswer,
            LiveFailure,
            MachineSettings,
            MeaningsCovered,
            MissingPages,
            NotAToken,
            Notice,
            OnClose,
            OpenIn,
            OpenedPage,
            OtherForm,
            Pace,
            PageImage,
            PageKind,
            PageList,
            PageQuery,
            PageRow,
            PageSort,
            PartlyRead,
            Passage,
            PasswordRefused,
            PasswordStrength,
            Preview,
            PreviewBlock,
            PreviewKind,
            PreviewMedia,
            PreviewProperty,
            PreviewRun,
            ProfileCard,
            ProfileRow,
            ProfileSettings,
            ProxyFault,
            ReadFailure,
            Reading,
            RedirectChoice,
            RedirectForm,
            Removal,
            Revocation,
            Role,
            SavedSearch,
            SearchAnswer,
            SearchHit,
            SearchRequest,
            SearchSort,
            Searches,
            Segment,
            Session,
            Shortcut,
            ShortcutState,
            Start,
            Total,
            TrayState,
            UiError,
            WorkspaceForAssistants,
        );
        // Shown until the computer's and the open profile's own are read.
        let machine = serde_json::to_string(&MachineSettings::default()).unwrap();
        let defaults = serde_json::to_string(&ProfileSettings::default()).unwrap();
        let text = text
            + &format!(
                "\nexport const DEFAULT_MACHINE_SETTINGS: MachineSettings = {machine};\n\nexport const DEFAULT_PROFILE_SETTINGS: ProfileSettings = {defaults};\n"
            );
        expect_file!["../../../ui/src/core/bindings.ts"].assert_eq(&text);
    }
}
