//! Where documents are made: for one seller, in one font.
use super::{InvoiceFacts, Seller, invoice, statement};
use crate::statements::Statement;
use paper::{Fonts, Paper};
use storage::{Fault, Result};

/// The seller and the letters of all documents.
#[derive(Clone)]
pub struct Press {
    seller: Seller,
    /// The shipped ones where there are none.
    fonts: Option<Fonts>,
}

impl Press {
    /// `font` is a file with letters that the shipped one lacks, by its name.
    ///
    /// # Errors
    /// The file is no font.
    pub fn new(seller: Seller, font: Option<(&str, Vec<u8>)>) -> std::result::Result<Self, paper::PaperFault> {
        let fonts = font.map(|(name, bytes)| Fonts::of(name, bytes)).transpose()?;
        Ok(Press { seller, fonts })
    }
    /// An invoice as PDF.
    ///
    /// # Errors
    /// [`Fault::Broken`] when it cannot be written.
    pub fn invoice(&self, facts: &InvoiceFacts) -> Result<Vec<u8>> {
        self.print(&invoice::paper(facts, &self.seller))
    }
    /// A statement as PDF.
    ///
    /// # Errors
    /// [`Fault::Broken`] when it cannot be written.
    pub fn statement(&self, statement: &Statement) -> Result<Vec<u8>> {
        self.print(&statement::paper(statement, &self.seller))
    }
    fn print(&self, paper: &Paper) -> Result<Vec<u8>> {
        let fonts = match &self.fonts {
            Some(fonts) => fonts,
            None => Fonts::shipped().map_err(Fault::broken)?,
        };
        paper::pdf(paper, fonts).map_err(Fault::broken)
    }
}
