//! Images, told by what is in them and never by their names.
use gif::{ColorOutput, DecodeOptions, DecodingError, MemoryLimit};
use image::{
    DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, ImageResult, Limits,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
    metadata::Orientation,
};
use std::{
    io::Cursor,
    num::NonZeroU64,
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
/// The most pixels of all frames of a GIF together.
const MOST_MOVING_PIXELS: u64 = 500_000_000;
/// Bytes of one frame of a GIF, a byte for each pixel.
const MOST_OF_FRAME: NonZeroU64 = NonZeroU64::MIN.saturating_add(MOST_PIXELS - 1);
/// Pixels of a side.
const LONGEST_SIDE: u32 = 16_384;
/// Bytes that a decoder may ask for.
const MOST_MEMORY: u64 = 256 << 20;
/// Of JPEG, from 1 to 100.
const QUALITY: u8 = 90;

impl Format {
    const ALL: [Format; 3] = [Format::Jpeg, Format::Png, Format::Gif];
    /// The content types of all of them.
    pub const TYPES: [&'static str; 3] =
        [Format::Jpeg.content_type(), Format::Png.content_type(), Format::Gif.content_type()];

    /// The kind that has this content type.
    pub fn of_type(content_type: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.content_type() == content_type)
    }
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
    /// What names of such files end with, after the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Format::Jpeg => "jpg",
            Format::Png => "png",
            Format::Gif => "gif",
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
        let (mut image, orientation) = decoded(bytes, format)?;
        if image.width().max(image.height()) > longest {
            image = image.thumbnail(longest, longest);
        }
        // Turning makes another image of it: of a small one.
        image.apply_orientation(orientation);
        encoded(image, format)
    };
    sound(|| written().ok())
}

/// Decodes an image to its end, every picture of it. It takes a core for a while.
///
/// # Errors
/// It does not decode, or is too large to.
pub fn check(bytes: &[u8], format: Format) -> Result<(), Unreadable> {
    sound(|| match format {
        Format::Gif => every_frame(bytes, MOST_MOVING_PIXELS).ok(),
        Format::Jpeg | Format::Png => decoded(bytes, format).map(drop).ok(),
    })
}

/// A decoder that panics has met something that it cannot read.
fn sound<T>(decode: impl FnOnce() -> Option<T>) -> Result<T, Unreadable> {
    catch_unwind(AssertUnwindSafe(decode)).ok().flatten().ok_or(Unreadable)
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    (limits.max_image_width, limits.max_image_height) = (Some(LONGEST_SIDE), Some(LONGEST_SIDE));
    limits.max_alloc = Some(MOST_MEMORY);
    limits
}

/// # Errors
/// More pixels than are decoded.
fn check_size(decoder: &impl ImageDecoder) -> ImageResult<()> {
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS { Err(too_large()) } else { Ok(()) }
}

/// Frames are counted by their own sizes, and each lies in the canvas.
fn every_frame(bytes: &[u8], most: u64) -> Result<(), DecodingError> {
    let mut options = DecodeOptions::new();
    options.check_frame_consistency(true);
    options.set_color_output(ColorOutput::Indexed);
    options.set_memory_limit(MemoryLimit::Bytes(MOST_OF_FRAME));
    let mut decoder = options.read_info(Cursor::new(bytes))?;
    let (mut left, mut buffer, mut is_any) = (most, Vec::new(), false);
    while let Some(frame) = decoder.next_frame_info()? {
        // An empty frame is work as well.
        let pixels = u64::from(frame.width) * u64::from(frame.height);
        left = left.checked_sub(pixels.max(1)).filter(|_| pixels <= MOST_PIXELS).ok_or(DecodingError::MemoryLimit)?;
        buffer.resize(decoder.buffer_size(), 0);
        decoder.read_into_buffer(&mut buffer)?;
        is_any = true;
    }
    if is_any { Ok(()) } else { Err(DecodingError::UnexpectedEof) }
}

/// The image as it lies, and how it has to be turned.
fn decoded(bytes: &[u8], format: Format) -> ImageResult<(DynamicImage, Orientation)> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format.of_library());
    reader.limits(limits());
    let mut decoder = reader.into_decoder()?;
    check_size(&decoder)?;
    let orientation = decoder.orientation()?;
    Ok((DynamicImage::from_decoder(decoder)?, orientation))
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
