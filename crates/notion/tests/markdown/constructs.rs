//! A table per construct: Markdown in, outline and text out.

use crate::outline::{outline, runs};
use expect_test::{Expect, expect};
use trove_notion::markdown::{NodeKind, parse};

fn check(markdown: &str, expected: Expect) {
    let document = parse(markdown);
    expected.assert_eq(&format!("{}---\n{}", outline(&document), document.text()));
}

#[test]
fn lines() {
    check(
        "# One\n## Two {color=\"blue\"}\n### Three {toggle=\"true\" color=\"red_bg\"}\n\tinside\n#### Four\n###### Six\n\
         - item\n\t- deeper {color=\"green\"}\n\t\tdeepest\n- [ ] to do\n- [x] done\n\t1. one\n\t2. two\n1984. was a year\n\
         > quote<br>second line\n---\n<empty-block/>\n\nplain\n\tchild\n#hash\n-dash\n3.14 is a number",
        expect![[r##"
            Heading 1 "One"
            Heading 2 "Two" Blue
            Heading 3 toggle "Three" Red behind
              Paragraph "inside"
            Heading 4 "Four"
            Heading 4 "Six"
            Bulleted "item"
              Bulleted "deeper" Green
                Paragraph "deepest"
            ToDo { checked: false } "to do"
            ToDo { checked: true } "done"
              Numbered { number: 1 } "one"
              Numbered { number: 2 } "two"
            Paragraph "1984. was a year"
            Quote "quote\nsecond line"
            Divider
            Paragraph 
            Paragraph "plain"
              Paragraph "child"
            Paragraph "#hash"
            Paragraph "-dash"
            Paragraph "3.14 is a number"
            ---
            One
            Two
            Three
            inside
            Four
            Six
            item
            deeper
            deepest
            to do
            done
            one
            two
            1984. was a year
            quote second line
            plain
            child
            #hash
            -dash
            3.14 is a number
        "##]],
    );
}

#[test]
fn raw_blocks() {
    check(
        "```rust\nfn a() {\n\tlet x = \"<td>\\*\";\n}\n```\n```plain text\n```\n\
         - item\n\t````markdown\n\t```\n\tinner\n\t```\n\t````\n\t$$\n\te^{i\\pi}\n= 0\n\t$$\n$$ a + b $$\n```\nnever closed",
        expect![[r#"
            Code Some("rust") "fn a() {\n\tlet x = \"<td>\\*\";\n}" 
            Code Some("plain text") "" 
            Bulleted "item"
              Code Some("markdown") "```\ninner\n```" 
              Equation { expression: "e^{i\\pi}\n= 0" }
            Equation { expression: "a + b" }
            Code None "never closed" 
            ---
            rust	fn a() { 	let x = "<td>\*"; }
            item
            markdown	``` inner ```
            e^{i\pi} = 0
            a + b
            never closed
        "#]],
    );
}

#[test]
fn containers() {
    check(
        "<callout icon=\"💡\" color=\"gray_bg\">\n\tFirst **line**\n\t- inside\n\t<callout>\n\t\tnested\n\t</callout>\n</callout>\n\
         ::: callout {icon=\"icons/document_gray\" color=\"red\"}\nfenced\n\tchild\n:::\n\
         <details color=\"blue\">\n<summary>More *here*</summary>\n\thidden\n</details>\n\
         <columns>\n\t<column width=\"0.5\">\n\t\tleft\n\t</column>\n\t<column>\n\t\tright\n\t</column>\n</columns>\n\
         <tabs>\n\t<tab icon=\"📎\">\n\t\tTitle\n\t\tbody\n\t</tab>\n</tabs>\n\
         <synced_block url=\"https://app.notion.com/p/598337872cf94fdf8782e53db20768a5#00112233445566778899aabbccddeeff\">\n\tshared\n</synced_block>\n\
         <synced_block_reference url=\"https://app.notion.com/p/598337872cf94fdf8782e53db20768a5#00112233445566778899aabbccddeeff\">\n\tshared\n</synced_block_reference>\n\
         <meeting-notes>\n\tStand-up\n\t<summary>\n\t\tshort\n\t</summary>\n\t<notes>\n\t\t- a note\n\t</notes>\n\t<transcript>\n\t\tsaid\n\t</transcript>\n</meeting-notes>\nafter",
        expect![[r#"
            Callout Some(Emoji("💡")) "First "+"line"(b) Gray behind
              Bulleted "inside"
              Callout None "nested"
            Callout Some(Named { name: "document", color: Some("gray") }) "fenced" Red
              Paragraph "child"
            Toggle "More "+"here"(i) Blue
              Paragraph "hidden"
            Columns
              Column
                Paragraph "left"
              Column
                Paragraph "right"
            Tabs
              Tab "Title"
                Paragraph "body"
            Synced source 0011
              Paragraph "shared"
            Synced copy of 0011
              Paragraph "shared"
            MeetingNotes "Stand-up"
              MeetingPart { part: Summary }
                Paragraph "short"
              MeetingPart { part: Notes }
                Bulleted "a note"
              MeetingPart { part: Transcript }
                Paragraph "said"
            Paragraph "after"
            ---
            First line
            inside
            nested
            fenced
            child
            More here
            hidden
            left
            right
            Title
            body
            shared
            shared
            Stand-up
            short
            a note
            said
            after
        "#]],
    );
}

#[test]
fn tables() {
    check(
        "<table fit-page-width=\"true\" header-row=\"true\">\n\t<colgroup>\n\t\t<col color=\"red\">\n\t\t<col>\n\t</colgroup>\n\
         \t<tr>\n\t\t<td>Name</td>\n\t\t<td color=\"red\">**Two**<br>lines</td>\n\t</tr>\n\t<tr>\n\t\t<td></td>\n\t\t<td>a \\| b `<td>`</td>\n\t</tr>\n</table>\n\
         <table>\n<tr><td>in</td><td>one\nand two</td></tr>\n</table>\nafter",
        expect![[r#"
            Table true false / "Name" | "Two"(b)+"\nlines" /  | "a | b "+"<td>"(c)
            Table false false / "in" | "one\nand two"
            Paragraph "after"
            ---
            Name	Two lines
            a | b <td>
            in	one and two
            after
        "#]],
    );
}

#[test]
fn media_and_pages() {
    let id = "598337872cf94fdf8782e53db20768a5";
    check(
        &format!(
            "![A *caption* [x](https://a.example)](https://b.example/i_(1).png) {{color=\"blue\"}}\n![](https://s3.example/a/rack.jpg?X-Amz-Signature=SECRET)\n\
             <file src=\"https://s3.example/a/My%20plan.pdf?X-Amz-Signature=SECRET\"></file>\n<pdf src=\"https://s3.example/a/b.pdf?X-Amz-Signature=SECRET\">Leaflet</pdf>\n\
             <video src=\"https://v.example/1\">Film</video>\n<audio src=\"attachment:x:song.mp3\"/>\n<bookmark url=\"https://b.example\">Read</bookmark>\n\
             <page url=\"https://app.notion.com/p/{id}\" color=\"red\">Plans \\& <mention-date start=\"2026-01-02\"/></page>\n<database url=\"https://www.notion.so/{id}\" inline=\"true\">Tasks</database>\n\
             <database data-source-url=\"collection://{id}\">Linked</database>\n<table_of_contents color=\"gray\"/>\n<breadcrumb/>\n\
             <unknown url=\"https://app.notion.com/p/{id}#00112233445566778899aabbccddeeff\" alt=\"bookmark\"/>\nsee <page url=\"/{id}\">Inside</page> a line"
        ),
        expect![[r#"
            Image None "A "+"caption"(i)+" "+"x"(⇒https://a.example) Some(External("https://b.example/i_(1).png")) Blue
            Image None  Some(Stored { name: "rack.jpg" })
            File None  Some(Stored { name: "My plan.pdf" })
            Pdf None "Leaflet" Some(Stored { name: "b.pdf" })
            Video None "Film" Some(External("https://v.example/1"))
            Audio None  Some(Stored { name: "song.mp3" })
            Bookmark None "Read" Some(External("https://b.example"))
            Page 5983 "Plans & "+Date 2026-01-02 Red
            Database 5983 "Tasks"
            DataSource 5983 "Linked"
            TableOfContents Gray
            Breadcrumb
            Unknown bookmark 0011
            Paragraph "see"
            Page 5983 "Inside"
            Paragraph "a line"
            ---
            A caption x	https://b.example/i_(1).png	https://a.example
            rack.jpg
            My plan.pdf
            Leaflet	b.pdf
            Film	https://v.example/1
            song.mp3
            Read	https://b.example
            Plans & 2026-01-02
            Tasks
            Linked
            see
            Inside
            a line
        "#]],
    );
}

#[test]
fn what_is_not_balanced_keeps_its_words() {
    check(
        "</callout>\nbefore</td>\n<callout>\n\topen\n<details>\n\t<summary>no end\nnext\n</callout>\n<td>stray</td>\n<tr>\n\
         <future-block shade=\"x\">\n\tof tomorrow\n</future-block>\n<future/>text <b>bold</b> <script>alert(1)</script>\n<page url=\"x\">never closed\nlast <",
        expect![[r#"
            Paragraph "before"
            Callout None "open"
              Toggle "no end"
                Paragraph "next"
            Paragraph "stray"
            Paragraph "of tomorrow"
            Paragraph "text bold alert(1)"
            Page - "never closed"
            Paragraph "last <"
            ---
            before
            open
            no end
            next
            stray
            of tomorrow
            text bold alert(1)
            never closed
            last <
        "#]],
    );
}

#[test]
fn text_inside_a_block() {
    let id = "598337872cf94fdf8782e53db20768a5";
    let mut table = String::new();
    for line in [
        "**bold** *italic* ~~gone~~ ***both*** **b*i*b**".to_owned(),
        "<span underline=\"true\">under <span color=\"red\">red</span></span> <span color=\"blue_bg\">behind</span> plain".to_owned(),
        "`code <td> \\* **` ``two ` ticks`` ` alone".to_owned(),
        "\\*not bold\\* \\<b\\> \\[a\\](b) C:\\dir \\\\ \\".to_owned(),
        "2 * 3 ** 4 and ~ tilde".to_owned(),
        "[link **b**](https://a.example/x_(y)?z=1) [no link] [two words](not here)".to_owned(),
        "[[inner](https://a.example)](https://b.example) [open".to_owned(),
        "**[bold link](https://a.example)** [](https://empty.example)".to_owned(),
        "$`e^{i\\pi}`$ and $x$ costs $5 or $ 6".to_owned(),
        "one<br>two<br/>three".to_owned(),
        format!("<mention-user url=\"user://{id}\">Mira \\*</mention-user>, <mention-user url=\"{{{{user://{id}}}}}\"/>"),
        format!("<mention-page url=\"https://app.notion.com/p/{id}\">**Basil**</mention-page>"),
        format!("<mention-database url=\"https://notion.so/{id}\">D</mention-database><mention-data-source url=\"collection://{id}\"/>"),
        "<mention-date start=\"2026-11-24\" startTime=\"10:00\" end=\"2026-11-26\" timeZone=\"UTC\"/>".to_owned(),
        "<mention-agent url=\"x\">Robot</mention-agent> <mention-link url=\"https://a.example\">A page</mention-link>".to_owned(),
        "<mention-user url=\"x\">never closed [a](b)".to_owned(),
        "a claim[^https://a.example/src] :custom_emoji:".to_owned(),
        "[<mention-user url=\"x\">In</mention-user> a link](https://a.example)".to_owned(),
        "[a <mention-user url=\"x\">b](https://a.example) c</mention-user> d".to_owned(),
        "<u>under</u> <List> a < b > c <3".to_owned(),
    ] {
        let document = parse(&line);
        let NodeKind::Paragraph { text } = &document.nodes[0].kind else { panic!("{line}") };
        table += &format!("{line}\n    {}\n    {}", runs(text), document.text());
    }
    expect![[r#"
        **bold** *italic* ~~gone~~ ***both*** **b*i*b**
            "bold"(b)+" "+"italic"(i)+" "+"gone"(s)+" "+"both"(bi)+" "+"b"(b)+"i"(bi)+"b"(b)
            bold italic gone both bib
        <span underline="true">under <span color="red">red</span></span> <span color="blue_bg">behind</span> plain
            "under "(u)+"red"(u Red)+" "+"behind"(Blue behind)+" plain"
            under red behind plain
        `code <td> \* **` ``two ` ticks`` ` alone
            "code <td> \\* **"(c)+" "+"two ` ticks"(c)+" ` alone"
            code <td> \* ** two ` ticks ` alone
        \*not bold\* \<b\> \[a\](b) C:\dir \\ \
            "*not bold* <b> [a](b) C:\\dir \\ \\"
            *not bold* <b> [a](b) C:\dir \ \
        2 * 3 ** 4 and ~ tilde
            "2 * 3 ** 4 and ~ tilde"
            2 * 3 ** 4 and ~ tilde
        [link **b**](https://a.example/x_(y)?z=1) [no link] [two words](not here)
            "link "(⇒https://a.example/x_(y)?z=1)+"b"(b ⇒https://a.example/x_(y)?z=1)+" [no link] [two words](not here)"
            link b [no link] [two words](not here)	https://a.example/x_(y)?z=1
        [[inner](https://a.example)](https://b.example) [open
            "["+"inner"(⇒https://a.example)+"](https://b.example) [open"
            [inner](https://b.example) [open	https://a.example
        **[bold link](https://a.example)** [](https://empty.example)
            "bold link"(b ⇒https://a.example)+" "
            bold link	https://a.example
        $`e^{i\pi}`$ and $x$ costs $5 or $ 6
            $e^{i\pi}$+" and "+$x$+" costs $5 or $ 6"
            e^{i\pi} and x costs $5 or $ 6
        one<br>two<br/>three
            "one\ntwo\nthree"
            one two three
        <mention-user url="user://598337872cf94fdf8782e53db20768a5">Mira \*</mention-user>, <mention-user url="{{user://598337872cf94fdf8782e53db20768a5}}"/>
            @Mira * 5983+", "+@ 5983
            @Mira *,
        <mention-page url="https://app.notion.com/p/598337872cf94fdf8782e53db20768a5">**Basil**</mention-page>
            →Basil Page 5983(⇒https://app.notion.com/p/598337872cf94fdf8782e53db20768a5)
            Basil
        <mention-database url="https://notion.so/598337872cf94fdf8782e53db20768a5">D</mention-database><mention-data-source url="collection://598337872cf94fdf8782e53db20768a5"/>
            →D Database 5983(⇒https://notion.so/598337872cf94fdf8782e53db20768a5)+→ DataSource 5983
            D
        <mention-date start="2026-11-24" startTime="10:00" end="2026-11-26" timeZone="UTC"/>
            Date 2026-11-24 10:00 → 2026-11-26
            2026-11-24 10:00 → 2026-11-26
        <mention-agent url="x">Robot</mention-agent> <mention-link url="https://a.example">A page</mention-link>
            Other Robot+" "+Other A page(⇒https://a.example)
            Robot A page	https://a.example
        <mention-user url="x">never closed [a](b)
            @ -+"never closed "+"a"(⇒b)
            never closed a
        a claim[^https://a.example/src] :custom_emoji:
            "a claim "+"https://a.example/src"(⇒https://a.example/src)+" :custom_emoji:"
            a claim https://a.example/src :custom_emoji:
        [<mention-user url="x">In</mention-user> a link](https://a.example)
            @In -(⇒https://a.example)+" a link"(⇒https://a.example)
            @In a link	https://a.example
        [a <mention-user url="x">b](https://a.example) c</mention-user> d
            "a "(⇒https://a.example)+@b c -(⇒https://a.example)+" d"
            a @b c d	https://a.example
        <u>under</u> <List> a < b > c <3
            "under <List> a < b > c <3"
            under <List> a < b > c <3
    "#]].assert_eq(&table);
}

#[test]
fn linked_pages_and_holes_are_found() {
    let id = |n: u8| format!("0000000000004000800000000000000{n}");
    let document = parse(&format!(
        "<page url=\"https://app.notion.com/p/{}\">A</page>\n- [x](https://www.notion.so/a/Title-{}?pvs=4) and <mention-page url=\"https://notion.so/{}\"/>\n\
         <table>\n<tr>\n<td><mention-data-source url=\"collection://{}\"/> <mention-user url=\"user://{}\">U</mention-user></td>\n</tr>\n</table>\n\
         [again](/{}) [web](https://a.example/{})\n<unknown url=\"https://app.notion.com/p/{}#{}\" alt=\"paragraph\"/>",
        id(1),
        id(2),
        id(3),
        id(4),
        id(5),
        id(1),
        id(6),
        id(7),
        id(8)
    ));
    let mut table = String::new();
    for page in document.linked_pages() {
        table += &format!("{} {:?}\n", page.id, page.object);
    }
    table += &format!("missing {:?}\n", document.missing());
    expect![[r#"
        00000000-0000-4000-8000-000000000001 Some(Page)
        00000000-0000-4000-8000-000000000002 None
        00000000-0000-4000-8000-000000000003 Some(Page)
        00000000-0000-4000-8000-000000000004 Some(DataSource)
        missing [00000000-0000-4000-8000-000000000008]
    "#]]
    .assert_eq(&table);
}
