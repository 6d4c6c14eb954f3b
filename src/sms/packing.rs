//! Septets in octets (TS 23.038 §6.1.2.1): eight in seven, the first in the lowest bits, at any bit offset. A
//! run of eight is moved at once, as one word; what the septets mean is `gsm7`'s.

/// Takes `count` septets, one in an octet, out of packed octets behind `fill_bits` (0 to 6) bits; `None` if there are
/// not that many bits, or more to fill.
pub(super) fn unpack(octets: &[u8], fill_bits: usize, count: usize) -> Option<Vec<u8>> {
    let bits = count.checked_mul(7)?.checked_add(fill_bits)?;
    if fill_bits > 6 || bits.div_ceil(8) > octets.len() {
        return None;
    }
    let mut septets = Vec::with_capacity(count);
    let (mut held, mut held_bits) = (0_u64, 0);
    let mut rest = octets;
    if let (1.., [first, behind @ ..]) = (fill_bits, octets) {
        (held, held_bits, rest) = (u64::from(first >> fill_bits), 8 - fill_bits, behind);
    }
    // Seven octets are eight septets, whatever is held before them.
    let (sevens, _) = rest.as_chunks::<7>();
    let mut taken = 0;
    for &[a, b, c, d, e, f, g] in sevens.iter().take(count / 8) {
        held |= u64::from_le_bytes([a, b, c, d, e, f, g, 0]) << held_bits;
        septets.extend_from_slice(&spread(held));
        held >>= 56;
        taken += 7;
    }
    let mut rest = rest.iter().skip(taken);
    while septets.len() < count {
        if held_bits < 7 {
            held |= u64::from(*rest.next().unwrap_or(&0)) << held_bits;
            held_bits += 8;
        }
        septets.push((held & 0x7F) as u8);
        held >>= 7;
        held_bits -= 7;
    }
    Some(septets)
}

/// Packs septets after `fill_bits` (at most 6) zero bits; the bits left in the last octet are zero.
pub(super) fn pack(septets: &[u8], fill_bits: usize) -> Vec<u8> {
    let fill_bits = fill_bits.min(6);
    let mut octets = Vec::with_capacity((fill_bits + septets.len() * 7).div_ceil(8));
    let (mut held, mut held_bits) = (0_u64, fill_bits);
    let (eights, rest) = septets.as_chunks::<8>();
    for eight in eights {
        held |= close(eight) << held_bits;
        let [a, b, c, d, e, f, g, above] = held.to_le_bytes();
        octets.extend_from_slice(&[a, b, c, d, e, f, g]);
        held = u64::from(above);
    }
    for septet in rest {
        held |= u64::from(*septet) << held_bits;
        held_bits += 7;
        if held_bits >= 8 {
            octets.push((held & 0xFF) as u8);
            held >>= 8;
            held_bits -= 8;
        }
    }
    if held_bits > 0 {
        octets.push((held & 0xFF) as u8);
    }
    octets
}

/// Whether packed octets are as [`pack`] writes them: none too many, and all bits beside the `count`
/// septets zero.
pub(super) fn is_bare(octets: &[u8], fill_bits: usize, count: usize) -> bool {
    let bits = fill_bits + count * 7;
    let in_last = (bits.wrapping_sub(1)) % 8 + 1;
    let clear = |octet: Option<&u8>, spare: u16| octet.is_none_or(|octet| u16::from(*octet) & spare == 0);
    octets.len() == bits.div_ceil(8)
        && clear(octets.first(), (1 << fill_bits) - 1)
        && clear(octets.last(), 0xFF << in_last)
}

/// Puts the seven lower bits of eight octets close together, first in the lowest place: neighbours, pairs, fours.
const fn close(septets: &[u8; 8]) -> u64 {
    let bits = u64::from_le_bytes(*septets);
    let bits = (bits & 0x007F_007F_007F_007F) | (bits & 0x7F00_7F00_7F00_7F00) >> 1;
    let bits = (bits & 0x0000_3FFF_0000_3FFF) | (bits & 0x3FFF_0000_3FFF_0000) >> 2;
    (bits & 0x0000_0000_0FFF_FFFF) | (bits & 0x0FFF_FFFF_0000_0000) >> 4
}

/// The way back, of the lower 56 bits.
const fn spread(bits: u64) -> [u8; 8] {
    let bits = (bits & 0x0000_0000_0FFF_FFFF) | (bits << 4 & 0x0FFF_FFFF_0000_0000);
    let bits = (bits & 0x0000_3FFF_0000_3FFF) | (bits << 2 & 0x3FFF_0000_3FFF_0000);
    let bits = (bits & 0x007F_007F_007F_007F) | (bits << 1 & 0x7F00_7F00_7F00_7F00);
    bits.to_le_bytes()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]
mod tests {
    use super::*;

    /// Bit by bit, as TS 23.038 §6.1.2.1 draws it.
    fn packed_by_the_book(septets: &[u8], fill_bits: usize) -> Vec<u8> {
        let bits = septets.iter().flat_map(|septet| (0..7).map(move |bit| septet >> bit & 1));
        let bits: Vec<u8> = std::iter::repeat_n(0, fill_bits).chain(bits).collect();
        bits.chunks(8).map(|octet| octet.iter().rev().fold(0, |all, bit| all << 1 | bit)).collect()
    }

    #[test]
    fn septets_lie_where_the_standard_draws_them_at_any_offset_and_length() {
        for fill_bits in 0..7 {
            for count in 0..=40 {
                let octets: Vec<u8> = (0..count).map(|at| (at * 37 + 0x5B) as u8 & 0x7F).collect();
                let packed = pack(&octets, fill_bits);
                assert_eq!(packed, packed_by_the_book(&octets, fill_bits), "{fill_bits} {count}");
                assert!(is_bare(&packed, fill_bits, octets.len()), "{fill_bits} {count}");
                assert_eq!(
                    unpack(&packed, fill_bits, octets.len()),
                    Some(octets.clone()),
                    "{fill_bits} {count}"
                );
                let mut more = packed.clone();
                more.extend([0xFF; 9]);
                assert!(!is_bare(&more, fill_bits, octets.len()));
                assert_eq!(unpack(&more, fill_bits, octets.len()).unwrap(), octets);
            }
        }
    }

    #[test]
    fn a_bit_beside_the_septets_is_noticed() {
        for fill_bits in 0..7 {
            for count in 1..=17 {
                let packed = pack(&vec![0; count], fill_bits);
                for bit in 0..packed.len() * 8 {
                    let mut octets = packed.clone();
                    octets[bit / 8] |= 1 << (bit % 8);
                    let beside = bit < fill_bits || bit >= fill_bits + count * 7;
                    assert_eq!(is_bare(&octets, fill_bits, count), !beside, "{fill_bits} {count} {bit}");
                }
            }
        }
    }
}
