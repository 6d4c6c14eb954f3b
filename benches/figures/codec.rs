//! Encoding and decoding of a SUBMIT, against libgammu called from C (`codec.c`, compiled here) in the same run on
//! the same texts. Both count the time of their own thread on a core: what else the machine does is not in it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use beffroi::phone::PhoneNumber;
use beffroi::sms::address::Address;
use beffroi::sms::gsm7::Septets;
use beffroi::sms::submit::Submit;
use beffroi::sms::user_data::UserData;

use super::figure::{Bound, Figure, median};

const TURNS: usize = 5;
/// Of processor time, each measure of a turn.
const SPAN: Duration = Duration::from_secs(1);
/// Septets of each text.
const SEPTETS: usize = 145;

const BEGINNINGS: [&str; 4] = [
    "Le cours de piano de 17 h est annulé ce soir, la professeure est malade. Le prochain aura lieu mardi. ",
    "Répétition générale samedi à 14 h [salle Bizet] : entrée 5 €, gratuite pour les élèves. ",
    "Collecte des déchets verts décalée au jeudi 26 novembre, bacs à sortir la veille après 19 h. ",
    "La cantine sera fermée lundi, prévoir un pique-nique. Renseignements au 06 39 98 01 23 dès 8 h. ",
];

pub(crate) fn codec() -> Vec<Figure> {
    let texts = BEGINNINGS.map(text);
    let theirs = libgammu();
    if theirs.is_none() {
        println!("codec: libgammu left out, since cc or libgammu-dev is not installed");
    }
    let (mut ours_seen, mut theirs_seen, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 1..=TURNS {
        let ours = ours(&texts);
        ours_seen.push(ours);
        if let Some(program) = &theirs {
            let theirs = run(program, &texts);
            eprintln!("turn {turn}: {ours:.0} a second, libgammu {theirs:.0}");
            theirs_seen.push(theirs);
            ratios.push(ours / theirs);
        }
    }
    let told = |what: &str, seen, bound| Figure::new(what, median(seen), "", bound);
    let mut figures = vec![told("SUBMITs of 145 septets a second", ours_seen, Bound::None)];
    if theirs.is_some() {
        figures.push(told("the same by libgammu", theirs_seen, Bound::None));
        figures.push(told("ours of libgammu's", ratios, Bound::AtLeast(20.0)));
    }
    figures
}

fn text(beginning: &str) -> String {
    let mut text = String::new();
    for sign in beginning.chars().cycle() {
        text.push(sign);
        match Septets::from_text(&text).unwrap().len() {
            SEPTETS => break,
            more if more > SEPTETS => _ = text.pop(),
            _ => {}
        }
    }
    text
}

/// A second.
fn ours(texts: &[String]) -> f64 {
    let to = Address::international(&PhoneNumber::from_e164("+33639980123").unwrap());
    let begun = processor_time();
    let mut done = 0_u32;
    loop {
        for text in texts.iter().cycle().take(256) {
            let submit = Submit::new(to.clone(), UserData::gsm7(text, None).unwrap());
            let octets = std::hint::black_box(submit.encode().unwrap());
            let read = Submit::decode(&octets).unwrap().text().unwrap();
            assert_eq!(&read, text);
            done += 1;
        }
        let taken = processor_time() - begun;
        if taken >= SPAN {
            return f64::from(done) / taken.as_secs_f64();
        }
    }
}

/// Of this thread.
fn processor_time() -> Duration {
    let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(told.split_whitespace().next().unwrap().parse().unwrap())
}

/// The program of `codec.c`; `None` where there is no compiler, or no libgammu.
fn libgammu() -> Option<PathBuf> {
    let asked = Command::new("pkg-config").args(["--cflags", "--libs", "gammu"]).output().ok()?;
    let flags = String::from_utf8(asked.stdout).ok().filter(|_| asked.status.success())?;
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/figures/codec.c");
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join("codec-of-libgammu");
    let mut compiler = Command::new("cc");
    compiler.arg("-O2").arg("-o").arg(&program).arg(source).args(flags.split_whitespace());
    compiler.status().ok()?.success().then_some(program)
}

fn run(program: &Path, texts: &[String]) -> f64 {
    let mut child = Command::new(program)
        .arg(SPAN.as_secs().to_string())
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(texts.join("\n").as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success(), "libgammu reads another text than was written");
    String::from_utf8(done.stdout).unwrap().trim().parse().unwrap()
}
