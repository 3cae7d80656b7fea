//! Tests of images.
use super::*;
use image::{Rgb, RgbImage, Rgba, RgbaImage};

fn written(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    written(&RgbImage::from_pixel(width, height, Rgb([200, 30, 30])).into(), ImageFormat::Jpeg)
}

fn png(width: u32, height: u32) -> Vec<u8> {
    written(&RgbaImage::from_pixel(width, height, Rgba([200, 30, 30, 128])).into(), ImageFormat::Png)
}

fn size(bytes: &[u8]) -> (u32, u32) {
    let image = image::load_from_memory(bytes).unwrap();
    (image.width(), image.height())
}

/// The JPEG with a segment of this marker after its first two bytes.
fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, marker], &length, content, &jpeg[2..]].concat()
}

#[test]
fn each_format_is_told_by_its_content_type_again() {
    for format in [Format::Jpeg, Format::Png, Format::Gif] {
        assert_eq!(Format::of_type(format.content_type()), Some(format));
        assert!(Format::TYPES.contains(&format.content_type()), "{format:?}");
    }
    assert_eq!(["", "image", "image/webp", "text/html"].map(Format::of_type), [None; 4]);
}

#[test]
fn the_format_is_told_by_the_first_bytes() {
    assert_eq!(Format::of(&jpeg(1, 1)), Some(Format::Jpeg));
    assert_eq!(Format::of(&png(1, 1)), Some(Format::Png));
    assert_eq!(Format::of(b"GIF89a"), Some(Format::Gif));
    for other in [b"".as_slice(), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"RIFF....WEBPVP8 ", b"BM", b"%PDF-1.7"]
    {
        assert_eq!(Format::of(other), None);
    }
}

#[test]
fn a_picture_is_as_large_as_it_was_up_to_the_longest_side() {
    for (width, height, wanted) in [(7, 3, (7, 3)), (8, 8, (8, 8)), (9, 8, (8, 7)), (16, 32, (4, 8))] {
        assert_eq!(size(&picture(&png(width, height), Format::Png, 8).unwrap()), wanted);
        assert_eq!(size(&picture(&jpeg(width, height), Format::Jpeg, 8).unwrap()), wanted);
    }
}

#[test]
fn nothing_but_the_picture_is_left() {
    let with_remark = with_segment(&jpeg(4, 4), 0xfe, b"taken at home");
    let with_more = [with_remark.as_slice(), b"<script>hidden</script>"].concat();
    let left = picture(&with_more, Format::Jpeg, 8).unwrap();
    for hidden in [b"taken at home".as_slice(), b"script"] {
        assert!(with_more.windows(hidden.len()).any(|part| part == hidden));
        assert!(!left.windows(hidden.len()).any(|part| part == hidden));
    }
}

#[test]
fn a_picture_that_lies_on_its_side_is_put_upright() {
    // One entry of EXIF: the orientation is 6, a quarter turn.
    let exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let upright = picture(&with_segment(&jpeg(6, 4), 0xe1, exif), Format::Jpeg, 8).unwrap();
    assert_eq!(size(&upright), (4, 6));
}

#[test]
fn the_same_picture_gives_the_same_bytes() {
    assert_eq!(picture(&png(5, 5), Format::Png, 8), picture(&png(5, 5), Format::Png, 8));
}

#[test]
fn transparency_is_kept_where_the_format_has_it() {
    let kept = image::load_from_memory(&picture(&png(2, 2), Format::Png, 8).unwrap()).unwrap();
    assert_eq!(kept.to_rgba8().get_pixel(0, 0).0[3], 128);
}

#[test]
fn what_does_not_decode_is_unreadable() {
    let whole = png(40, 40);
    let broken_off = &whole[..whole.len() / 2];
    for bytes in [broken_off, b"\x89PNG\r\n\x1a\n", &png(2, 2)[..20], b""] {
        assert_eq!(picture(bytes, Format::Png, 8), Err(Unreadable), "{} bytes", bytes.len());
    }
    assert_eq!(picture(b"\xff\xd8\xff\xe0", Format::Jpeg, 8), Err(Unreadable));
    assert_eq!(picture(&png(2, 2), Format::Jpeg, 8), Err(Unreadable));
}

#[test]
fn a_small_file_with_more_pixels_than_are_decoded_is_unreadable() {
    // The size stands in the header, in big-endian numbers from the sixteenth byte on, before its checksum.
    let claiming = |width: u32, height: u32| {
        let mut bytes = png(1, 1);
        bytes[16..20].copy_from_slice(&width.to_be_bytes());
        bytes[20..24].copy_from_slice(&height.to_be_bytes());
        let sum = checksum(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&sum.to_be_bytes());
        bytes
    };
    assert!(picture(&claiming(1, 1), Format::Png, 8).is_ok());
    for (width, height) in [(5_001, 5_000), (16_385, 1), (1, 16_385), (u32::MAX / 2, u32::MAX / 2)] {
        assert_eq!(picture(&claiming(width, height), Format::Png, 8), Err(Unreadable), "{width} × {height}");
    }
}

/// The CRC-32 of PNG.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ if sum & 1 == 1 { 0xedb8_8320 } else { 0 })
    })
}

/// One pixel, as often as asked for.
fn gif(frames: usize) -> Vec<u8> {
    moving(1, 1, frames)
}

/// A canvas, and frames of one size on it.
fn moving(canvas: u16, frame: u16, frames: usize) -> Vec<u8> {
    let (canvas, side) = (canvas.to_le_bytes(), frame.to_le_bytes());
    let mut bytes = [b"GIF89a".as_slice(), &canvas, &canvas, b"\x80\0\0\xff\0\0\0\0\0"].concat();
    let mut encoded = Vec::new();
    let pixels = vec![0; usize::from(frame) * usize::from(frame)];
    let mut encoder = gif::Encoder::new(&mut encoded, frame, frame, &[0; 6]).unwrap();
    encoder
        .write_frame(&gif::Frame { width: frame, height: frame, buffer: pixels.into(), ..gif::Frame::default() })
        .unwrap();
    drop(encoder);
    // What the encoder has written begins with its header and ends with one byte.
    let of_frame = &encoded[19..encoded.len() - 1];
    assert!(of_frame.windows(2).any(|part| part == side));
    bytes.extend(of_frame.repeat(frames));
    bytes.push(b';');
    bytes
}

#[test]
fn a_frame_lies_in_the_canvas_and_all_of_them_together_have_a_limit() {
    for (canvas, frame, readable) in [(2, 2, true), (2, 1, true), (1, 2, false)] {
        assert_eq!(check(&moving(canvas, frame, 1), Format::Gif).is_ok(), readable, "{frame} on {canvas}");
    }
    for (most, readable) in [(299, false), (300, true), (301, true)] {
        assert_eq!(every_frame(&moving(20, 10, 3), most).is_ok(), readable, "{most}");
    }
}

#[test]
fn every_picture_of_a_moving_image_is_decoded() {
    for frames in [1, 2, 30] {
        assert_eq!(check(&gif(frames), Format::Gif), Ok(()), "{frames}");
    }
    let whole = gif(3);
    let last_is_broken = &whole[..whole.len() - 5];
    for bytes in [last_is_broken, &gif(0), b"GIF89a"] {
        assert_eq!(check(bytes, Format::Gif), Err(Unreadable), "{} bytes", bytes.len());
    }
}
