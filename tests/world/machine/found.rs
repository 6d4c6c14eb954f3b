//! Cases that were drawn once among very many and showed something wrong; what chance found is tried each time.

use beffroi::gateway::Synchronised;
use beffroi::message::Lane::{Normal, Urgent};
use beffroi::message::Resolution;
use beffroi::message::WhenUnknown::{Ask, ResendOnce};
use beffroi::store::HeldMessages;

use super::come_through;
use super::steps::{Case, Step};

/// A part that a kill had kept back, an answer that strayed, a third message in doubt: two reports came for three
/// attempts, and the first of them was taken for the part that had never gone.
#[test]
fn two_reports_for_three_attempts_in_doubt_settle_none_that_never_went() {
    let steps = vec![
        Step::Admit(Urgent, 1, 1, Ask, 1),
        Step::Pass(569),
        Step::Kill(0),
        Step::Admit(Urgent, 1, 2, Ask, 1),
        Step::Hear(3),
        Step::Hear(3),
        Step::Kill(6_250),
        Step::Instruct(0, "answer-lost*2"),
        Step::Instruct(0, "phone-off +33639980001"),
        Step::Admit(Normal, 1, 1, Ask, 1),
        Step::Instruct(0, "stray-answer:5700ms*1"),
        Step::Admit(Normal, 1, 1, Ask, 1),
        Step::Admit(Urgent, 2, 2, Ask, 1),
        Step::Admit(Urgent, 1, 1, Ask, 1),
        Step::Pass(6_719),
    ];
    come_through(&Case { lines: 2, steps, seed: 7 }).unwrap();
}

/// A clock that was put back and is doubted: the time by which a restart listens was over by the one that is believed, and
/// the answer that came late was taken for the next part's.
#[test]
fn a_restart_under_a_doubted_clock_listens_for_what_was_at_the_modem() {
    let steps = vec![
        Step::Admit(Urgent, 3, 1, Ask, 1),
        Step::Pass(598),
        Step::Instruct(0, "stray-answer:5700ms*1"),
        Step::Admit(Urgent, 3, 2, Ask, 1),
        Step::Admit(Urgent, 1, 1, Ask, 1),
        Step::Jump(-2, Synchronised::No),
        Step::Hear(3),
        Step::Instruct(0, "silence*1"),
        Step::Kill(200),
        Step::Admit(Urgent, 1, 1, Ask, 1),
    ];
    come_through(&Case { lines: 2, steps, seed: 0 }).unwrap();
}

/// One report for two tries of one part was taken for the first of them, whose own report came besides: that one was
/// taken for the other part, which a modem that started anew had dropped.
#[test]
fn a_report_on_a_second_try_does_not_leave_that_on_the_first_to_another_part() {
    let steps = vec![
        Step::Admit(Urgent, 5, 1, Ask, 1),
        Step::Pass(630),
        Step::Admit(Urgent, 1, 1, Ask, 1),
        Step::Hold(571),
        Step::Instruct(0, "reboot*1"),
        Step::Admit(Normal, 5, 1, Ask, 1),
        Step::Admit(Urgent, 1, 2, ResendOnce, 720),
        Step::Instruct(0, "late-answer:30s*1"),
        Step::Release(HeldMessages::Keep),
    ];
    come_through(&Case { lines: 2, steps, seed: 221 }).unwrap();
}

/// A message without an answer, the next one at the modem when the daemon was killed: the new process did not know that an
/// answer was still to come, and took it for the one it listened for.
#[test]
fn a_restart_knows_that_an_answer_to_an_earlier_message_may_come() {
    let steps = vec![
        Step::Instruct(0, "stray-answer:5700ms*1"),
        Step::Pass(200),
        Step::Admit(Urgent, 1, 1, Ask, 1),
        Step::Hear(3),
        Step::Admit(Urgent, 1, 1, Ask, 1),
        Step::Kill(5),
    ];
    come_through(&Case { lines: 2, steps, seed: 445 }).unwrap();
}

/// A rule, then a person, then a clock that was put back: the audit gave what the network had refused to a try in doubt, and
/// had none left for what it took.
#[test]
fn what_a_rule_and_a_person_sent_once_more_is_not_twice_whatever_the_clock_said() {
    let steps = vec![
        Step::Pass(0),
        Step::Instruct(0, "refuse:500*1"),
        Step::Admit(Urgent, 4, 2, Ask, 1),
        Step::Pass(666),
        Step::Instruct(0, "answer-lost*2"),
        Step::Admit(Urgent, 1, 2, Ask, 1),
        Step::Admit(Urgent, 4, 1, ResendOnce, 7),
        Step::Pass(311_210),
        Step::Resolve(2, Resolution::Resend),
        Step::Jump(-3, Synchronised::Yes),
        Step::Instruct(0, "refuse:331*1"),
        Step::Pass(35_456),
    ];
    come_through(&Case { lines: 2, steps, seed: 959 }).unwrap();
}
