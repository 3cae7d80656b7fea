//! The letters that documents are set in, and how wide they are.
use crate::PaperFault;
use krilla::{Data, text::Font};
use rustybuzz::{Direction, UnicodeBuffer};
use skrifa::{
    FontRef, MetadataProvider,
    instance::{LocationRef, Size},
};
use std::sync::{Arc, LazyLock};

const PLAIN: &[u8] = include_bytes!("../fonts/DejaVuSansCondensed.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/DejaVuSansCondensed-Bold.ttf");

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    Plain,
    Bold,
}

/// The letters of a document.
#[derive(Clone)]
pub struct Fonts {
    plain: Loaded,
    bold: Loaded,
}

#[derive(Clone)]
struct Loaded {
    font: Font,
    bytes: Arc<Vec<u8>>,
}

impl Loaded {
    fn of(name: &str, bytes: Vec<u8>) -> Result<Self, PaperFault> {
        let bytes = Arc::new(bytes);
        let font = Font::new(Data::from(bytes.clone()), 0).filter(|_| FontRef::new(&bytes).is_ok());
        Ok(Loaded { font: font.ok_or_else(|| PaperFault::Font(name.to_owned()))?, bytes })
    }
}

impl Fonts {
    /// The letters that are shipped: Latin, Greek, Cyrillic, Armenian, Georgian, Arabic and more, but none of East Asia.
    ///
    /// They are read when first asked for.
    ///
    /// # Errors
    /// None; a test holds it to that.
    pub fn shipped() -> Result<&'static Self, PaperFault> {
        static SHIPPED: LazyLock<Result<Fonts, PaperFault>> = LazyLock::new(|| {
            let load = |bytes: &[u8]| Loaded::of("the shipped font", bytes.to_vec());
            Ok(Fonts { plain: load(PLAIN)?, bold: load(BOLD)? })
        });
        SHIPPED.as_ref().map_err(Clone::clone)
    }
    /// Other letters, for heavy and for plain texts alike.
    ///
    /// # Errors
    /// [`PaperFault::Font`] for what is no font; `name` says where it is from.
    pub fn of(name: &str, bytes: Vec<u8>) -> Result<Self, PaperFault> {
        let font = Loaded::of(name, bytes)?;
        Ok(Fonts { plain: font.clone(), bold: font })
    }
    pub(crate) fn font(&self, face: Face) -> &Font {
        &self.loaded(face).font
    }
    /// How wide a text is, in points, if its letters are `size` points high.
    pub(crate) fn width(&self, face: Face, size: f32, text: &str) -> f32 {
        let Ok(font) = FontRef::new(&self.loaded(face).bytes) else { return 0.0 };
        let (letters, widths) = (font.charmap(), font.glyph_metrics(Size::new(size), LocationRef::default()));
        let width = |letter| widths.advance_width(letters.map(letter).unwrap_or_default()).unwrap_or_default();
        text.chars().map(width).sum()
    }
    /// As [`width`](Self::width), of a text as it is set in one direction: its letters may join.
    pub(crate) fn set_width(&self, face: Face, size: f32, text: &str, is_rtl: bool) -> f32 {
        let Some(font) = rustybuzz::Face::from_slice(&self.loaded(face).bytes, 0) else { return 0.0 };
        let mut letters = UnicodeBuffer::new();
        letters.push_str(text);
        letters.set_direction(if is_rtl { Direction::RightToLeft } else { Direction::LeftToRight });
        let set = rustybuzz::shape(&font, &[], letters);
        let width: i32 = set.glyph_positions().iter().map(|glyph| glyph.x_advance).sum();
        width as f32 * size / font.units_per_em() as f32
    }
    fn loaded(&self, face: Face) -> &Loaded {
        match face {
            Face::Plain => &self.plain,
            Face::Bold => &self.bold,
        }
    }
}
