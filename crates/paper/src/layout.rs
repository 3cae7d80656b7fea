//! Where everything stands: from parts of a document to pages with texts and lines at places. Lengths are points.
use crate::{
    fonts::{Face, Fonts},
    model::{Block, Paper},
    table, wrap,
};

/// A4.
pub const WIDTH: f32 = 595.28;
pub const HEIGHT: f32 = 841.89;
/// Left, right and above.
pub const MARGIN: f32 = 48.0;
/// Where texts end; the foot of the page is below.
pub const BOTTOM: f32 = HEIGHT - 64.0;
/// How wide texts are.
pub const INNER: f32 = WIDTH - 2.0 * MARGIN;

pub const SMALL: Style = Style { face: Face::Plain, size: 7.5, height: 11.0 };
pub const BODY: Style = Style { face: Face::Plain, size: 8.5, height: 12.0 };
pub const STRONG: Style = Style { face: Face::Bold, ..BODY };
const HEADING: Style = Style { face: Face::Bold, size: 10.5, height: 20.0 };
const TITLE: Style = Style { face: Face::Bold, size: 18.0, height: 28.0 };
const GAP: f32 = 14.0;

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    pub face: Face,
    /// Of the letters.
    pub size: f32,
    /// From one line to the next.
    pub height: f32,
}

/// A text whose letters stand on `y`, counted from above.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// From the left edge.
    pub x: f32,
    pub y: f32,
    pub style: Style,
    pub text: String,
}

/// A thin line as wide as the texts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    pub y: f32,
}

#[derive(Debug, Clone, Default)]
pub struct Page {
    pub texts: Vec<Text>,
    pub rules: Vec<Rule>,
}

/// The pages of a document, each with what stands above and below.
pub fn pages(paper: &Paper, fonts: &Fonts) -> Vec<Page> {
    let mut sheet = Sheet { fonts, title: &paper.title, pages: vec![Page::default()], y: MARGIN };
    for block in &paper.blocks {
        sheet.block(block);
    }
    let count = sheet.pages.len();
    for (at, page) in sheet.pages.iter_mut().enumerate() {
        foot(page, fonts, &paper.footer, &format!("Page {} of {count}", at + 1));
    }
    sheet.pages
}

fn foot(page: &mut Page, fonts: &Fonts, footer: &str, number: &str) {
    let y = BOTTOM + 24.0;
    page.rules.push(Rule { y: y - 11.0 });
    let right = WIDTH - MARGIN - fonts.width(SMALL.face, SMALL.size, number);
    let room = right - MARGIN - GAP;
    let lines = wrap::lines(footer, room, &|text| fonts.width(SMALL.face, SMALL.size, text));
    for (line, at) in lines.into_iter().take(2).zip(0u8..) {
        page.texts.push(Text { x: MARGIN, y: y + f32::from(at) * SMALL.height, style: SMALL, text: line });
    }
    page.texts.push(Text { x: right, y, style: SMALL, text: number.to_owned() });
}

/// The page that is being filled, and those that are full.
pub struct Sheet<'a> {
    pub fonts: &'a Fonts,
    title: &'a str,
    pages: Vec<Page>,
    y: f32,
}

impl Sheet<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Title(text) => self.lines(text, TITLE),
            Block::Heading(text) => {
                // A heading does not stand alone at the end of a page.
                self.room_for(GAP + HEADING.height + 3.0 * BODY.height);
                self.y += GAP;
                self.lines(text, HEADING);
            }
            Block::Text(text) => self.lines(text, BODY),
            Block::Beside(columns) => self.beside(columns),
            Block::Table(table) => table::place(self, table),
            Block::Space => self.y += GAP,
        }
    }
    /// The lines of a text in a column of this width.
    pub fn broken(&self, text: &str, style: Style, width: f32) -> Vec<String> {
        wrap::lines(text, width, &|text| self.fonts.width(style.face, style.size, text))
    }
    fn lines(&mut self, text: &str, style: Style) {
        for line in self.broken(text, style, INNER) {
            self.room_for(style.height);
            self.text(MARGIN, 0.0, style, line);
            self.y += style.height;
        }
    }
    fn beside(&mut self, columns: &[Vec<String>]) {
        let width = INNER / columns.len().max(1) as f32;
        let broken = |lines: &Vec<String>| -> Vec<String> {
            lines.iter().flat_map(|line| self.broken(line, BODY, width - GAP)).collect()
        };
        let columns: Vec<Vec<String>> = columns.iter().map(broken).collect();
        for at in 0..columns.iter().map(Vec::len).max().unwrap_or_default() {
            self.room_for(BODY.height);
            for (column, place) in columns.iter().zip(0u8..) {
                let line = column.get(at).cloned().unwrap_or_default();
                self.text(MARGIN + f32::from(place) * width, 0.0, BODY, line);
            }
            self.y += BODY.height;
        }
    }
    /// Begins another page unless so much is left of this one, or this one is empty.
    pub fn room_for(&mut self, height: f32) -> bool {
        let is_new = self.y + height > BOTTOM && self.y > MARGIN + SMALL.height * 2.0;
        if is_new {
            self.pages.push(Page::default());
            self.y = MARGIN;
            self.text(MARGIN, 0.0, SMALL, self.title.to_owned());
            self.y += SMALL.height * 2.0;
        }
        is_new
    }
    /// Puts a line of text `below` the place that was reached.
    pub fn text(&mut self, x: f32, below: f32, style: Style, text: String) {
        let y = self.y + below + style.size;
        if let Some(page) = self.pages.last_mut().filter(|_| !text.is_empty()) {
            page.texts.push(Text { x, y, style, text });
        }
    }
    /// Draws a line at the place that was reached.
    pub fn rule(&mut self) {
        let y = self.y;
        if let Some(page) = self.pages.last_mut() {
            page.rules.push(Rule { y });
        }
    }
    /// Goes on further below, without asking for room.
    pub fn down(&mut self, height: f32) {
        self.y += height;
    }
}
