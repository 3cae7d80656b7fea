//! Placing tables: cells in columns, row below row, headings anew on each page.
use crate::{
    layout::{BODY, INNER, MARGIN, SMALL, STRONG, Sheet, Style},
    model::{Align, Row, Table},
};

/// Between columns.
const GUTTER: f32 = 8.0;
const ABOVE: f32 = 3.0;

/// A column with its place.
struct Place {
    x: f32,
    width: f32,
    align: Align,
}

/// Below what stands on the page, with a line at its end.
pub fn place(sheet: &mut Sheet<'_>, table: &Table) {
    let places = places(table);
    let headings = table.columns.iter().map(|column| column.heading.clone()).collect::<Vec<_>>();
    // Headings do not stand alone at the end of a page.
    sheet.room_for(6.0 * BODY.height);
    head(sheet, &places, &headings);
    let mut rows = table.rows.iter().peekable();
    while let Some(row) = rows.next() {
        let mut height = row_height(sheet, &places, row);
        if matches!(row, Row::Group(_)) {
            height += rows.peek().map_or(0.0, |next| row_height(sheet, &places, next));
        }
        if sheet.room_for(height) {
            head(sheet, &places, &headings);
        }
        put(sheet, &places, row, &headings);
    }
    sheet.rule();
    sheet.down(ABOVE);
}

fn places(table: &Table) -> Vec<Place> {
    let all: u32 = table.columns.iter().map(|column| u32::from(column.share)).sum();
    let gutters = GUTTER * table.columns.len().saturating_sub(1) as f32;
    let unit = (INNER - gutters) / all.max(1) as f32;
    let mut x = MARGIN;
    let place = |column: &crate::Column| {
        let place = Place { x, width: unit * f32::from(column.share), align: column.align };
        x += place.width + GUTTER;
        place
    };
    table.columns.iter().map(place).collect()
}

fn head(sheet: &mut Sheet<'_>, places: &[Place], headings: &[String]) {
    let cells = broken(sheet, places, headings, HEAD);
    line_by_line(sheet, places, &cells, HEAD, &[]);
    sheet.rule();
    sheet.down(ABOVE);
}

const HEAD: Style = Style { face: crate::Face::Bold, ..SMALL };

fn row_height(sheet: &Sheet<'_>, places: &[Place], row: &Row) -> f32 {
    let lines = |cells: &[String], style| tallest(&broken(sheet, places, cells, style)) as f32 * style.height;
    match row {
        Row::Group(text) => sheet.broken(text, STRONG, INNER).len() as f32 * STRONG.height + ABOVE,
        Row::Plain(cells) => lines(cells, BODY),
        Row::Sum(cells) => lines(cells, STRONG) + ABOVE,
    }
}

fn put(sheet: &mut Sheet<'_>, places: &[Place], row: &Row, headings: &[String]) {
    match row {
        Row::Group(text) => {
            sheet.down(ABOVE);
            for line in sheet.broken(text, STRONG, INNER) {
                sheet.text(MARGIN, 0.0, STRONG, line);
                sheet.down(STRONG.height);
            }
        }
        Row::Plain(cells) => line_by_line(sheet, places, &broken(sheet, places, cells, BODY), BODY, headings),
        Row::Sum(cells) => {
            sheet.rule();
            sheet.down(ABOVE);
            line_by_line(sheet, places, &broken(sheet, places, cells, STRONG), STRONG, headings);
        }
    }
}

fn broken(sheet: &Sheet<'_>, places: &[Place], cells: &[String], style: Style) -> Vec<Vec<String>> {
    places.iter().zip(cells).map(|(place, cell)| sheet.broken(cell, style, place.width)).collect()
}

fn tallest(cells: &[Vec<String>]) -> usize {
    cells.iter().map(Vec::len).max().unwrap_or_default()
}

/// A row that is taller than a page goes on on the next one.
fn line_by_line(sheet: &mut Sheet<'_>, places: &[Place], cells: &[Vec<String>], style: Style, headings: &[String]) {
    for at in 0..tallest(cells) {
        if sheet.room_for(style.height) && !headings.is_empty() {
            head(sheet, places, headings);
        }
        for (place, cell) in places.iter().zip(cells) {
            let Some(line) = cell.get(at) else { continue };
            let free = place.width - sheet.fonts.width(style.face, style.size, line);
            let indent = if place.align == Align::Right { free } else { 0.0 };
            sheet.text(place.x + indent, 0.0, style, line.clone());
        }
        sheet.down(style.height);
    }
}
