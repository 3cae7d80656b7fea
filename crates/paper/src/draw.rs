//! From pages with places to the bytes of a PDF.
use crate::{
    PaperFault,
    fonts::Fonts,
    layout::{HEIGHT, MARGIN, Page, Rule, Text, WIDTH},
    model::Paper,
    runs,
};
use krilla::{
    Document,
    color::rgb,
    geom::{PathBuilder, Point},
    metadata::Metadata,
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
    text::TextDirection,
};

/// How thick rules are, in points.
const THICK: f32 = 0.5;

/// Pages as [`pages`](crate::layout::pages) gives them.
///
/// # Errors
/// [`PaperFault::Document`] for a font whose letters cannot be embedded.
pub fn pdf(paper: &Paper, pages: &[Page], fonts: &Fonts) -> Result<Vec<u8>, PaperFault> {
    let mut document = Document::new();
    let about = Metadata::new().title(paper.title.clone()).authors(vec![paper.author.clone()]);
    document.set_metadata(about.language("en".to_owned()).creator("tenantry".to_owned()));
    for page in pages {
        let size = PageSettings::from_wh(WIDTH, HEIGHT);
        let size = size.ok_or_else(|| PaperFault::Document("a page has no size".to_owned()))?;
        let mut sheet = document.start_page_with(size);
        let mut surface = sheet.surface();
        page.texts.iter().for_each(|text| write(&mut surface, text, fonts));
        page.rules.iter().for_each(|rule| draw(&mut surface, *rule));
        surface.finish();
        sheet.finish();
    }
    document.finish().map_err(|fault| PaperFault::Document(format!("{fault:?}")))
}

fn write(surface: &mut Surface<'_>, text: &Text, fonts: &Fonts) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill { paint: rgb::Color::black().into(), ..Fill::default() }));
    let (face, size, line) = (text.style.face, text.style.size, runs::unmarked(&text.text));
    let (mut x, mut runs) = (text.x, runs::of(&line).into_iter().peekable());
    while let Some((run, is_rtl)) = runs.next() {
        let direction = if is_rtl { TextDirection::RightToLeft } else { TextDirection::LeftToRight };
        surface.draw_text(Point::from_xy(x, text.y), fonts.font(face).clone(), size, run, false, direction);
        if runs.peek().is_some() {
            x += fonts.set_width(face, size, run, is_rtl);
        }
    }
}

fn draw(surface: &mut Surface<'_>, rule: Rule) {
    let mut path = PathBuilder::new();
    path.move_to(MARGIN, rule.y);
    path.line_to(WIDTH - MARGIN, rule.y);
    let Some(path) = path.finish() else { return };
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: rgb::Color::new(150, 150, 150).into(),
        width: THICK,
        ..Stroke::default()
    }));
    surface.draw_path(&path);
}
