//! Documents are read back by a library that has not written them.
use super::*;

fn read(paper: &Paper) -> Vec<String> {
    let bytes = pdf(paper, Fonts::shipped().unwrap()).unwrap();
    pdf_extract::extract_text_from_mem_by_pages(&bytes).unwrap()
}

fn paper(blocks: Vec<Block>) -> Paper {
    Paper { title: "The title".to_owned(), author: "The author".to_owned(), footer: "The foot".to_owned(), blocks }
}

fn table(rows: Vec<Row>) -> Block {
    Block::Table(Table { columns: vec![Column::left("Plan", 3), Column::right("Amount", 1)], rows })
}

fn plain(plan: &str, amount: &str) -> Row {
    Row::Plain(vec![plan.to_owned(), amount.to_owned()])
}

#[test]
fn what_a_document_says_can_be_read_in_its_pdf() {
    let blocks = vec![
        Block::Title("Invoice".to_owned()),
        Block::Heading("Charges".to_owned()),
        Block::Text("A text.".to_owned()),
        Block::Beside(vec![vec!["left".to_owned()], vec!["right".to_owned(), "below".to_owned()]]),
        Block::Space,
        table(vec![
            Row::Group("Group".to_owned()),
            plain("Pro", "16.99"),
            Row::Sum(vec!["Sum".to_owned(), "-7.00".to_owned()]),
        ]),
    ];
    let pages = read(&paper(blocks));
    assert_eq!(pages.len(), 1);
    for words in [
        "Invoice",
        "Charges",
        "A text.",
        "left",
        "right",
        "below",
        "Group",
        "Pro",
        "16.99",
        "Sum",
        "-7.00",
        "The foot",
        "Page 1 of 1",
    ] {
        assert!(pages[0].contains(words), "{words}: {}", pages[0]);
    }
}

#[test]
fn a_long_table_goes_on_page_by_page_below_its_headings() {
    let rows = (1..=200).map(|at| plain(&format!("Plan {at:03}."), &format!("{at}.00"))).collect();
    let pages = read(&paper(vec![table(rows)]));
    assert!(pages.len() >= 3, "{}", pages.len());
    for (at, page) in pages.iter().enumerate() {
        assert!(page.contains("Plan") && page.contains("Amount"), "{page}");
        assert!(page.contains(&format!("Page {} of {}", at + 1, pages.len())), "{page}");
        assert_eq!(page.contains("The title"), at > 0, "{page}");
    }
    let all = pages.concat();
    for at in 1..=200 {
        assert_eq!(all.matches(&format!("Plan {at:03}.")).count(), 1, "{at}");
    }
}

#[test]
fn letters_of_many_languages_are_read_back() {
    for text in ["Ærøskøbing", "Größe ß", "Ελληνικά", "Українська", "Հայերեն", "ქართული", "zł € £ ¥"]
    {
        let page = read(&paper(vec![Block::Text(text.to_owned())])).concat();
        assert!(page.contains(text), "{text}: {page}");
    }
}

#[test]
fn numbers_are_read_from_left_to_right_beside_scripts_that_are_not() {
    for text in ["רחוב הרצל 127", "דנה כהן (127)", "شارع 127 Zoom"] {
        let page = read(&paper(vec![Block::Text(text.to_owned())])).concat();
        assert!(page.contains("127") && !page.contains("721"), "{text}: {page}");
    }
}

#[test]
fn a_text_is_as_wide_as_its_letters_are_when_they_join() {
    let fonts = Fonts::shipped().unwrap();
    let part = |text| fonts.set_width(Face::Plain, 10.0, text, true) / fonts.width(Face::Plain, 10.0, text);
    let [hebrew, arabic] = ["דנה", "شارع"].map(part);
    assert!((hebrew - 1.0).abs() < 0.01 && arabic < 0.99, "{hebrew} {arabic}");
}

#[test]
fn letters_that_the_font_lacks_leave_the_rest_as_it_is() {
    let page = read(&paper(vec![Block::Text("before 株式会社 after".to_owned())])).concat();
    assert!(page.contains("before") && page.contains("after"), "{page}");
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let paper = paper(vec![table(vec![plain("Pro", "1.00")])]);
    let fonts = Fonts::shipped().unwrap();
    assert_eq!(pdf(&paper, fonts), pdf(&paper, fonts));
}

#[test]
fn a_row_that_is_taller_than_a_page_goes_on_on_the_next() {
    let long = "word ".repeat(3000);
    let pages = read(&paper(vec![table(vec![plain(&long, "1.00"), plain("last", "2.00")])]));
    assert!(pages.len() > 1, "{}", pages.len());
    assert!(pages.last().is_some_and(|page| page.contains("last")));
    assert_eq!(pages.concat().matches("word").count(), 3000);
}

#[test]
fn nothing_stands_beyond_the_edges_of_its_page() {
    let cell = "wide ".repeat(9) + &"x".repeat(400);
    let rows = (0..120).map(|_| plain(&cell, "-92233720368547758.08")).collect();
    let fonts = Fonts::shipped().unwrap();
    for page in layout::pages(&paper(vec![Block::Title(cell), table(rows)]), fonts) {
        for text in page.texts {
            let right = text.x + fonts.width(text.style.face, text.style.size, &text.text);
            assert!(text.x >= layout::MARGIN - 0.1 && right <= layout::WIDTH - layout::MARGIN + 0.1, "{text:?}");
            assert!(text.y >= layout::MARGIN && text.y < layout::HEIGHT, "{text:?}");
        }
    }
}

#[test]
fn an_empty_document_is_a_page_and_an_empty_table_its_headings() {
    assert_eq!(read(&paper(vec![])).len(), 1);
    assert!(read(&paper(vec![table(vec![])])).concat().contains("Amount"));
}

#[test]
fn what_is_no_font_is_refused_by_its_name() {
    let fault = Fonts::of("letters.ttf", b"no font".to_vec()).err();
    assert_eq!(fault, Some(PaperFault::Font("letters.ttf".to_owned())));
    assert!(Fonts::of("letters.ttf", include_bytes!("../fonts/DejaVuSansCondensed.ttf").to_vec()).is_ok());
}
