//! From the cells of an outbox row, which may hold any type, to the texts of a request.
//! Names the column that is wrong; what the texts mean is `admit`'s business.

use crate::message::{Misfit, Reason};
use crate::outbox::{Cell, Row};

use super::admit::{Column, Request, VALUE_LIMIT};

pub(super) fn request(row: &Row) -> Result<Request, Reason> {
    Ok(Request {
        // An integer is a telephone number whose zero is lost, or a key of the caller's own.
        recipient: text_or_digits(Column::Recipient, &row.recipient)?,
        body: text(Column::Body, &row.body)?,
        service: text(Column::Service, &row.service)?,
        lane: text(Column::Lane, &row.lane)?,
        reference: text_or_digits(Column::Reference, &row.reference)?,
        not_before: text(Column::NotBefore, &row.not_before)?,
        expires_at: text(Column::ExpiresAt, &row.expires_at)?,
        notice: text_or_digits(Column::Notice, &row.notice)?,
    })
}

fn text(column: Column, cell: &Cell) -> Result<Option<String>, Reason> {
    match cell {
        Cell::Null => Ok(None),
        Cell::Text(text) => Ok(Some(text.clone())),
        Cell::Integer(_) => Err(column.holds(Misfit::Integer)),
        Cell::Real => Err(column.holds(Misfit::Real)),
        Cell::Blob => Err(column.holds(Misfit::Blob)),
        Cell::TooLong => Err(column.is_over(VALUE_LIMIT)),
        // The text has a sentence of its own; elsewhere the column must be named.
        Cell::NotUnicode if column == Column::Body => Err(Reason::NotUnicode),
        Cell::NotUnicode => Err(column.holds(Misfit::NotUnicode)),
    }
}

fn text_or_digits(column: Column, cell: &Cell) -> Result<Option<String>, Reason> {
    match cell {
        Cell::Integer(number @ 0..) => Ok(Some(number.to_string())),
        other => text(column, other),
    }
}
