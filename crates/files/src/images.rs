//! Images, told by what is in them and never by their names.
use image::{
    AnimationDecoder, DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, ImageResult, Limits,
    codecs::{gif::GifDecoder, jpeg::JpegEncoder, png::PngEncoder},
};
use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// The kinds of images that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Jpeg,
    Png,
    Gif,
}

/// An image that does not decode, or has more pixels than are decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// The most pixels that are decoded; with them decoding takes some 300 MB.
const MOST_PIXELS: u64 = 25_000_000;
/// The most pixels of all pictures of a GIF together.
const MOST_MOVING_PIXELS: u64 = 500_000_000;
/// Pixels of a side.
const LONGEST_SIDE: u32 = 16_384;
/// Bytes that a decoder may ask for.
const MOST_MEMORY: u64 = 256 << 20;
/// Of JPEG, from 1 to 100.
const QUALITY: u8 = 90;

impl Format {
    /// The kind of an image, by its first bytes.
    pub fn of(bytes: &[u8]) -> Option<Format> {
        match image::guess_format(bytes).ok()? {
            ImageFormat::Jpeg => Some(Format::Jpeg),
            ImageFormat::Png => Some(Format::Png),
            ImageFormat::Gif => Some(Format::Gif),
            _ => None,
        }
    }
    pub const fn content_type(self) -> &'static str {
        match self {
            Format::Jpeg => "image/jpeg",
            Format::Png => "image/png",
            Format::Gif => "image/gif",
        }
    }
    const fn of_library(self) -> ImageFormat {
        match self {
            Format::Jpeg => ImageFormat::Jpeg,
            Format::Png => ImageFormat::Png,
            Format::Gif => ImageFormat::Gif,
        }
    }
}

/// The image written anew, upright, no side longer than `longest` pixels: what it shows is left, where and by what it was
/// taken is not. GIF is not written here. It takes a core for a while.
///
/// # Errors
/// It does not decode, or is too large to.
pub fn picture(bytes: &[u8], format: Format, longest: u32) -> Result<Vec<u8>, Unreadable> {
    let written = || {
        let mut image = decoded(bytes, format)?;
        if image.width().max(image.height()) > longest {
            image = image.thumbnail(longest, longest);
        }
        encoded(image, format)
    };
    sound(written)
}

/// Decodes an image to its end, every picture of it. It takes a core for a while.
///
/// # Errors
/// It does not decode, or is too large to.
pub fn check(bytes: &[u8], format: Format) -> Result<(), Unreadable> {
    sound(|| match format {
        Format::Gif => every_frame(bytes),
        Format::Jpeg | Format::Png => decoded(bytes, format).map(drop),
    })
}

/// A decoder that panics has met something that it cannot read.
fn sound<T>(decode: impl FnOnce() -> ImageResult<T>) -> Result<T, Unreadable> {
    catch_unwind(AssertUnwindSafe(decode)).ok().and_then(ImageResult::ok).ok_or(Unreadable)
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    (limits.max_image_width, limits.max_image_height) = (Some(LONGEST_SIDE), Some(LONGEST_SIDE));
    limits.max_alloc = Some(MOST_MEMORY);
    limits
}

/// # Errors
/// More than are decoded.
fn pixels(decoder: &impl ImageDecoder) -> ImageResult<u64> {
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS { Err(too_large()) } else { Ok(pixels) }
}

fn every_frame(bytes: &[u8]) -> ImageResult<()> {
    let mut decoder = GifDecoder::new(Cursor::new(bytes))?;
    decoder.set_limits(limits())?;
    let of_frame = pixels(&decoder)?.max(1);
    let mut left = MOST_MOVING_PIXELS / of_frame;
    for frame in decoder.into_frames() {
        frame?;
        left = left.checked_sub(1).ok_or_else(too_large)?;
    }
    if left == MOST_MOVING_PIXELS / of_frame { Err(too_large()) } else { Ok(()) }
}

fn decoded(bytes: &[u8], format: Format) -> ImageResult<DynamicImage> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format.of_library());
    reader.limits(limits());
    let mut decoder = reader.into_decoder()?;
    pixels(&decoder)?;
    let orientation = decoder.orientation()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    Ok(image)
}

fn too_large() -> image::ImageError {
    let kind = image::error::LimitErrorKind::DimensionError;
    image::ImageError::Limits(image::error::LimitError::from_kind(kind))
}

fn encoded(image: DynamicImage, format: Format) -> ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    let has_alpha = image.color().has_alpha() && format == Format::Png;
    let image = if has_alpha { image.into_rgba8().into() } else { DynamicImage::from(image.into_rgb8()) };
    let (pixels, color) = (image.as_bytes(), image.color().into());
    match format {
        Format::Jpeg => JpegEncoder::new_with_quality(&mut bytes, QUALITY).write_image(
            pixels,
            image.width(),
            image.height(),
            color,
        )?,
        Format::Png | Format::Gif => {
            PngEncoder::new(&mut bytes).write_image(pixels, image.width(), image.height(), color)?;
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests;
