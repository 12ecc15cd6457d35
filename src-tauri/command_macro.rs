//! What a command in `commands.rs` becomes: a function that Tauri calls, a place in the
//! handler, and a line of TypeScript.

/// For each command of the list: its function, its arm of the handler, and in tests its
/// signature as text.
macro_rules! commands {
    ($($(#[doc = $doc:literal])* $name:ident($app:ident $(, $argument:ident: $type:ty)*) -> $reply:ty $body:block)*) => {
        use tauri::ipc::{Channel, Invoke};
        use tauri::{State, Wry};
        use trove_app::ui_types::*;
        use trove_app::{Access, App};
        use trove_model::Secret;

        /// The handler of every command.
        pub fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$($name),*]
        }

        $(
            $(#[doc = $doc])*
            #[tauri::command]
            async fn $name($app: State<'_, App>, $($argument: $type),*) -> Result<$reply, UiError> $body
        )*

        #[cfg(test)]
        pub const SIGNATURES: &[crate::command_macro::Signature] = &[$(crate::command_macro::Signature {
            docs: &[$($doc),*],
            name: stringify!($name),
            arguments: &[$((stringify!($argument), stringify!($type))),*],
            reply: stringify!($reply),
        }),*];
    };
}

/// A command as it is written in the list.
#[cfg(test)]
pub struct Signature {
    pub docs: &'static [&'static str],
    pub name: &'static str,
    /// Name and type.
    pub arguments: &'static [(&'static str, &'static str)],
    pub reply: &'static str,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use expect_test::expect_file;

    use super::Signature;
    use crate::commands::SIGNATURES;

    /// Check 17.
    /// `UPDATE_EXPECT=1 cargo test -p trove-desktop typescript` writes the file.
    #[test]
    fn typescript_knows_the_same_commands() {
        expect_file!["../ui/src/core/command_list.ts"].assert_eq(&typescript(SIGNATURES));
    }

    fn typescript(commands: &[Signature]) -> String {
        let (streams, calls): (Vec<_>, Vec<_>) = commands
            .iter()
            .partition(|command| command.arguments.iter().any(|(_, rust)| channel(rust).is_some()));
        let calls: String = calls.into_iter().map(call).collect();
        let streams: String = streams.into_iter().map(stream).collect();
        // Of what is imported, the type check says what does not exist.
        let names: BTreeSet<&str> = [&calls, &streams]
            .iter()
            .flat_map(|text| text.lines().filter(|line| !line.trim().starts_with("/**")))
            .flat_map(|line| line.split(|c: char| !c.is_alphanumeric()))
            .filter(|word| word.starts_with(|c: char| c.is_uppercase()) && *word != "None")
            .collect();
        let names: String = names.iter().map(|name| format!("  {name},\n")).collect();
        format!(
            "// Generated from src-tauri/commands.rs; a test there holds the two together.\n\
             import type {{\n{names}}} from \"./bindings\";\n\n\
             /** Command name → its arguments, as `invoke` takes them, and its reply. */\n\
             export interface Commands {{\n{calls}}}\n\n\
             /** Commands that are handed a channel → what comes through it. */\n\
             export interface Streams {{\n{streams}}}\n\n\
             type None = Record<string, never>;\n"
        )
    }

    fn call(command: &Signature) -> String {
        let arguments: Vec<String> = command
            .arguments
            .iter()
            .map(|(name, rust)| format!("{}: {}", camel_case(name), translated(rust)))
            .collect();
        let arguments =
            if arguments.is_empty() { "None".to_owned() } else { format!("{{ {} }}", arguments.join("; ")) };
        let reply = translated(command.reply);
        format!("{}  {}: [args: {arguments}, reply: {reply}];\n", docs(command), command.name)
    }

    fn stream(command: &Signature) -> String {
        let what = command.arguments.iter().find_map(|(_, rust)| channel(rust)).unwrap_or_default();
        format!("{}  {}: {};\n", docs(command), command.name, translated(what))
    }

    fn docs(command: &Signature) -> String {
        command.docs.iter().map(|line| format!("  /** {} */\n", line.trim())).collect()
    }

    /// Tauri expects arguments in the habit of JavaScript.
    fn camel_case(name: &str) -> String {
        let mut words = name.split('_');
        let first = words.next().unwrap_or_default().to_owned();
        words.fold(first, |whole, word| {
            let mut letters = word.chars();
            let initial = letters.next().map(|letter| letter.to_ascii_uppercase());
            initial.into_iter().fold(whole, |whole, letter| whole + &letter.to_string()) + letters.as_str()
        })
    }

    /// A type of Rust in TypeScript, as serde writes it. Names of ours are the same in both.
    fn translated(rust: &str) -> String {
        match rust {
            "()" => "null".into(),
            "bool" => "boolean".into(),
            "String" => "string".into(),
            "u32" => "number".into(),
            _ => match (inside(rust, "Vec<"), inside(rust, "Option<")) {
                (Some(item), _) => format!("{}[]", translated(item)),
                (_, Some(value)) => format!("{} | null", translated(value)),
                _ => rust.into(),
            },
        }
    }

    fn channel(rust: &str) -> Option<&str> {
        inside(rust, "Channel<")
    }

    fn inside<'a>(rust: &'a str, outside: &str) -> Option<&'a str> {
        rust.strip_prefix(outside)?.strip_suffix('>')
    }

    #[test]
    fn types_and_names_are_translated() {
        assert_eq!(translated("Option<String>"), "string | null");
        assert_eq!(translated("Vec<ConnectionCard>"), "ConnectionCard[]");
        assert_eq!(translated("Pace"), "Pace");
        assert_eq!(camel_case("page"), "page");
        assert_eq!(camel_case("other_page_id"), "otherPageId");
    }
}
