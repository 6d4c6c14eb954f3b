//! A sample of each reason, withdrawal, misfit and finding, in a chain that none can be left out of.

use super::*;
use crate::message::Resolution;

/// The next sample: a variant without a place in the chain does not compile.
pub(super) fn reason_after(reason: &Reason) -> Option<Reason> {
    use Reason::*;
    Some(match reason {
        NoRecipient => NotANumber,
        NotANumber => WrongLength,
        WrongLength => SeveralNumbers,
        SeveralNumbers => LostDigits,
        LostDigits => Landline,
        Landline => ShortNumber,
        ShortNumber => PremiumNumber,
        PremiumNumber => UnassignedNumber,
        UnassignedNumber => EmptyText,
        EmptyText => {
            TextTooLong { parts: 3, limit: 3, over: 3, signs: None, wording: Shortest::Own, signature: 0 }
        }
        TextTooLong { .. } => ControlCharacter { character: "U+0000".into(), position: 3 },
        ControlCharacter { .. } => NotUnicode,
        NotUnicode => NotInAlphabet { character: "U+0000".into(), position: 3 },
        NotInAlphabet { .. } => SignReplaced { character: "’".into(), by: "'".into(), position: 3 },
        SignReplaced { .. } => SignRemoved { character: "U+200B".into(), position: 3 },
        SignRemoved { .. } => EmptyField { column: "lane".into() },
        EmptyField { .. } => WrongType { column: "lane".into(), found: Misfit::Blob },
        WrongType { .. } => ValueTooLong { column: "lane".into(), limit: 3 },
        ValueTooLong { .. } => UnknownService { service: "dechets".into() },
        UnknownService { .. } => ServiceNotAllowed { service: "dechets".into() },
        ServiceNotAllowed { .. } => ServiceMissing,
        ServiceMissing => UnknownLane { lane: "vite".into() },
        UnknownLane { .. } => LaneNotAllowed { lane: "vite".into() },
        LaneNotAllowed { .. } => BadDate { column: "lane".into() },
        BadDate { .. } => AlreadyExpired { at: Moment::from_millis(1_795_446_000_000) },
        AlreadyExpired { .. } => ExpiresBeforeStart,
        ExpiresBeforeStart => AlreadyMarked { state: State::Sent },
        AlreadyMarked { .. } => ReferenceTaken { message: MessageId(12) },
        ReferenceTaken { .. } => SameReference { message: MessageId(12) },
        SameReference { .. } => Accepted,
        Accepted => AcceptedChanged { changed: "ç → c".into(), more: 3 },
        AcceptedChanged { .. } => AtModem { line: "sim-1".into() },
        AtModem { .. } => AwayFromHome { line: "sim-2".into(), home: "sim-1".into() },
        AwayFromHome { .. } => NewHome { line: "sim-2".into(), home: "sim-1".into() },
        NewHome { .. } => OtherPartFailed,
        OtherPartFailed => TakenByNetwork { reference: 7 },
        TakenByNetwork { .. } => {
            RefusedForNow { error: "+CMS ERROR: 38".into(), again_at: Moment::from_millis(1_795_446_000_000) }
        }
        RefusedForNow { .. } => RefusedForGood { error: "+CMS ERROR: 38".into() },
        RefusedForGood { .. } => TriesUsedUp { tries: 3, error: "+CMS ERROR: 38".into() },
        TriesUsedUp { .. } => NoAnswer,
        NoAnswer => UnclearAnswer { answer: "+CMS ERROR: 500".into() },
        UnclearAnswer { .. } => PerhapsEarlierAnswer { reference: 7 },
        PerhapsEarlierAnswer { .. } => ModemRestarted,
        ModemRestarted => PortLost,
        PortLost => ProcessEnded,
        ProcessEnded => LateAnswer { reference: 7 },
        LateAnswer { .. } => Withdrawn { cause: Withdrawal::NoPrompt },
        Withdrawn { .. } => ReportDelivered { status: 7 },
        ReportDelivered { .. } => ReportGivenUp { status: 7 },
        ReportGivenUp { .. } => ReportStillTrying { status: 33 },
        ReportStillTrying { .. } => Expired,
        Expired => ResendRefused { error: "+CMS ERROR: 21".into() },
        ResendRefused { .. } => ResendExpired,
        ResendExpired => CancelledByCaller,
        CancelledByCaller => CancelledByPerson,
        CancelledByPerson => CancelAskedByCaller,
        CancelAskedByCaller => CancelAskedByPerson,
        CancelAskedByPerson => CancelledAfterRefusal { error: "+CMS ERROR: 38".into() },
        CancelledAfterRefusal { .. } => StoreRestored,
        StoreRestored => Released,
        Released => KnownFromMirror,
        KnownFromMirror => DuplicateAtNetwork,
        DuplicateAtNetwork => SentOnceMore,
        SentOnceMore => ResolvedByPerson { resolution: Resolution::Sent, by: "agnes".into() },
        ResolvedByPerson { .. } => return None,
    })
}

pub(super) fn withdrawal_after(cause: Withdrawal) -> Option<Withdrawal> {
    use Withdrawal::*;
    Some(match cause {
        NoPrompt => NoGo,
        NoGo => CommitFailed,
        CommitFailed => Cancelled,
        Cancelled => Expired,
        Expired => Stopping,
        Stopping => WriteStalled,
        WriteStalled => FinalInstead,
        FinalInstead => ModemRestarted,
        ModemRestarted => PortLost,
        PortLost => Overtaken,
        Overtaken => return None,
    })
}

pub(super) fn misfit_after(found: Misfit) -> Option<Misfit> {
    use Misfit::*;
    Some(match found {
        Integer => Real,
        Real => Blob,
        Blob => NotUnicode,
        NotUnicode => ControlCharacter,
        ControlCharacter => return None,
    })
}

pub(super) fn finding_after(finding: &Finding) -> Option<Finding> {
    use Finding::*;
    Some(match finding {
        NoDevice { .. } => NoModemFound,
        NoModemFound => Busy { device: "/dev/ttyUSB0".into() },
        Busy { .. } => NoPermission { device: "/dev/ttyUSB0".into() },
        NoPermission { .. } => NotASerialPort { device: "/dev/ttyUSB0".into() },
        NotASerialPort { .. } => Printer { device: "/dev/usb/lp0".into(), name: "TM-T20".into() },
        Printer { .. } => SomebodysTerminal { device: "/dev/ttyUSB0".into() },
        SomebodysTerminal { .. } => {
            PortFailed { device: "/dev/ttyUSB0".into(), error: "+CMS ERROR: 38".into() }
        }
        PortFailed { .. } => Silent { device: "/dev/ttyUSB0".into() },
        Silent { .. } => NotAModem { device: "/dev/ttyUSB0".into() },
        NotAModem { .. } => NoSim,
        NoSim => PinRequired { tries: Some(3) },
        PinRequired { .. } => PinRefused { tries: Some(2), pin_file: None, note: None },
        PinRefused { .. } => PinUnreadable {
            path: "/etc/beffroi/pin".into(),
            kind: "PermissionDenied".into(),
            error: "denied".into(),
        },
        PinUnreadable { .. } => PinMalformed { path: "/etc/beffroi/pin".into() },
        PinMalformed { .. } => PukRequired,
        PukRequired => NotRegistered,
        NotRegistered => RegistrationDenied,
        RegistrationDenied => NoServiceCentre,
        NoServiceCentre => NoPduMode,
        NoPduMode => WrongModem { expected: "351".into(), found: "blob".into() },
        WrongModem { .. } => WrongSim { expected: "351".into(), found: "blob".into() },
        WrongSim { .. } => Restarted,
        Restarted => Unresponsive,
        Unresponsive => return None,
    })
}

pub(super) fn chain<T>(first: T, after: impl Fn(&T) -> Option<T>) -> Vec<T> {
    std::iter::successors(Some(first), |last| after(last)).collect()
}
