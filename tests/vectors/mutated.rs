//! Vectors with a bit turned, an octet changed, cut off or put in: near enough to a TPDU that a strict reading
//! takes many of them. What it takes is written again to the same octets; what a lenient one takes is mended, but for
//! what is kept as it came.

use beffroi::sms::DecodeError;
use beffroi::sms::cause::Form;
use beffroi::sms::frame;
use beffroi::sms::reading::Lenient;
use beffroi::sms::tpdu::{Kind, Tpdu};

use super::pdu::kind_of;
use super::{are_others, octets, text_of, vectors};

/// Of each vector.
const MUTATIONS: u64 = 400;

/// Always the same numbers.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

fn mutated(tpdu: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut octets = tpdu.to_vec();
    for _ in 0..=chance.below(3) {
        let at = chance.below(octets.len());
        match chance.below(6) {
            0 => octets.truncate(at),
            1 => octets.insert(at, chance.below(256) as u8),
            2 => octets.push(chance.below(256) as u8),
            3 if at < octets.len() => octets[at] = chance.below(256) as u8,
            _ if at < octets.len() => octets[at] ^= 1 << chance.below(8),
            _ => {}
        }
    }
    octets
}

/// Whether a strict reading took it.
fn check(octets: &[u8], kind: Kind) -> bool {
    let strict = Tpdu::decode(octets, kind);
    let lenient = Lenient::<Tpdu>::decode(octets, kind);
    let told = || format!("{kind:?} {}", frame::to_hex(octets));
    if let Ok(read) = &strict {
        assert_eq!(read.encode().as_deref(), Ok(octets), "{}", told());
    }
    assert_eq!(
        strict.is_ok(),
        lenient.as_ref().is_ok_and(|read| read.forgiven.is_empty()),
        "a strict reading takes what needs no forgiving: {}",
        told()
    );
    if let Ok(Lenient { value, forgiven }) = lenient {
        assert_eq!(strict.as_ref().err(), forgiven.first(), "{}", told());
        let mended = value.encode().unwrap();
        let again = Lenient::<Tpdu>::decode(&mended, kind).unwrap();
        assert_eq!(again.value, value, "{}", told());
        assert!(again.forgiven.iter().all(DecodeError::is_kept), "{}", told());
    }
    strict.is_ok()
}

#[test]
fn what_a_strict_reading_takes_is_written_again_to_the_same_octets() {
    let mut chance = Chance(0x0639_9800_1223_0401);
    let (mut tried, mut taken) = (0, 0);
    for vector in ["pdu.json", "lenient.json"].iter().flat_map(|file| vectors(file).unwrap_or_default()) {
        let Ok(framed) = octets(text_of(&vector, "pdu_hex").unwrap()) else { continue };
        let tpdu = match vector["has_smsc"] == true {
            true => frame::split(&framed).map_or(&*framed, |(_, tpdu)| tpdu),
            false => &*framed,
        };
        for form in [Form::Acknowledgement, Form::Error] {
            let Ok(kind) = kind_of(&vector, form, tpdu) else { continue };
            for _ in 0..MUTATIONS {
                tried += 1;
                taken += usize::from(check(&mutated(tpdu, &mut chance), kind));
            }
        }
    }
    println!("{taken} of {tried} were taken");
    assert!(are_others() || taken * 6 > tried, "{taken} of {tried}: too few to prove anything");
}
