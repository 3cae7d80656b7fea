//! Forms with a file, and images to send in them.
use crate::{actors::Actor, answer::Answer, world::World};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

pub const BOUNDARY: &str = "----of-the-suite";

/// Sends a body as a form with the boundary of the suite.
pub fn send(world: &World, path: &str, headers: &[(&'static str, String)], body: &[u8]) -> Answer {
    let mut all = vec![("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))];
    all.extend(headers.iter().cloned());
    world.send_bytes("POST", path, &all, body.to_vec())
}

/// A form of one file.
pub fn form(field: &str, name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    );
    [head.as_bytes(), bytes, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat()
}

/// Sends a file in a field.
pub fn upload(actor: &Actor<'_>, path: &str, field: &str, bytes: &[u8]) -> Answer {
    let headers = [("authorization", format!("Bearer {}", actor.token))];
    send(actor.world, &actor.path(path), &headers, &form(field, "file", bytes))
}

/// A square PNG; another for each size.
pub fn png(side: u32) -> Vec<u8> {
    image(side, ImageFormat::Png)
}

/// A square JPEG; another for each size.
pub fn jpeg(side: u32) -> Vec<u8> {
    image(side, ImageFormat::Jpeg)
}

/// The JPEG with as much in front of its picture as makes it `size` bytes long: remarks of at most 64 KiB.
pub fn jpeg_of_size(size: usize) -> Vec<u8> {
    const MARKER: usize = 4;
    let jpeg = jpeg(4);
    let (start, rest) = jpeg.split_at(2);
    let mut padded = start.to_vec();
    while padded.len() + rest.len() < size {
        let missing = size - padded.len() - rest.len();
        // What is left must still have room for a marker.
        let whole = if missing > 65_000 { 60_000 } else { missing };
        let content = whole - MARKER;
        padded.extend([0xff, 0xfe]);
        padded.extend(u16::try_from(content + 2).unwrap().to_be_bytes());
        padded.extend(vec![b'.'; content]);
    }
    [padded.as_slice(), rest].concat()
}

fn image(side: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    let image = DynamicImage::from(RgbImage::from_pixel(side, side, Rgb([40, 90, 200])));
    image.write_to(&mut Cursor::new(&mut bytes), format).expect("an image");
    bytes
}
