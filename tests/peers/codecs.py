"""Other people's codecs behind one door: a request a line, an answer a line, both JSON.

The first line says which codecs are here. A request names one, what to do, and of which kind:
  {"codec": "gammu", "decode": HEX, "kind": "submit" | "deliver" | "status-report"}
  {"codec": "gammu", "encode": {"number": …, "text": …}, "kind": …}
Answers: {"fields": {…}} with the names of fields.rs, {"tpdus": [HEX, …]}, or {"error": WORDS}.
TPDUs go without a service centre.
"""

import datetime
import io
import json
import logging
import sys

UTC = datetime.timezone.utc


def local(time):
    return None if time is None else time.strftime("%Y-%m-%dT%H:%M:%S")


def spoken(text):
    """Halves of a surrogate pair joined; JSON has no room for one that stays alone."""
    return text.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "replace")


def behind_service_centre(pdu):
    return pdu[1 + pdu[0]:]


class Gammu:
    """libgammu, by Debian's python3-gammu."""

    # A place in the dictionaries that python-gammu wants filled.
    BLANK = {
        "SMSC": {"Location": 0, "Name": "", "Format": "Text", "Validity": "NA", "Number": "", "DefaultNumber": ""},
        "UDH": {"Type": "NoUDH", "Text": b"", "ID8bit": 0, "ID16bit": 0, "PartNumber": -1, "AllParts": 0},
        "Folder": 1, "InboxFolder": 0, "Memory": "SM", "Location": 0, "Name": "", "State": "UnSent",
        "DeliveryStatus": 0, "ReplyViaSameSMSC": 0, "Class": -1, "MessageReference": 0, "ReplaceMessage": 0,
        "RejectDuplicates": 0, "Type": "Submit",
        "DateTime": datetime.datetime(2026, 11, 23, 17, 0, 5),
        "SMSCDateTime": datetime.datetime(2026, 11, 23, 17, 0, 5),
    }
    KINDS = {"Submit": "submit", "Deliver": "deliver", "Status_Report": "status-report"}
    LAYOUTS = {"submit": "Submit", "deliver": "Deliver"}

    def __init__(self):
        import gammu

        self.gammu = gammu
        self.version = gammu.Version()[0]

    def decode(self, kind, octets):
        read = self.gammu.DecodePDU(octets, False)
        fields = {"kind": self.KINDS[read["Type"]], "number": spoken(read["Number"])}
        if kind == "status-report":
            fields["status"] = read["DeliveryStatus"]
            fields["reference"] = read["MessageReference"]
            fields["time_local"] = local(read["DateTime"])
            fields["discharge_local"] = local(read["SMSCDateTime"])
            return fields
        fields["reply_path"] = bool(read["ReplyViaSameSMSC"])
        if isinstance(read["Text"], bytes):
            fields["data"] = read["Text"].hex()
        else:
            fields["text"] = spoken(read["Text"])
        if kind == "deliver":
            fields["time_local"] = local(read["DateTime"])
        else:
            fields["reject_duplicates"] = bool(read["RejectDuplicates"])
        header = read["UDH"]
        if header["AllParts"] > 0:
            reference = header["ID16bit"] if header["ID16bit"] >= 0 else header["ID8bit"]
            fields["concatenation"] = [reference, header["AllParts"], header["PartNumber"]]
        return fields

    def encode(self, kind, wanted):
        asked = {
            "Class": -1,
            "Unicode": wanted["alphabet"] == "ucs2",
            "Entries": [{"ID": "ConcatenatedTextLong", "Buffer": wanted["text"]}],
        }
        tpdus = []
        for part in self.gammu.EncodeSMS(asked):
            sms = {**self.BLANK, **{key: value for key, value in part.items() if value is not None}}
            sms["SMSC"] = self.BLANK["SMSC"]
            sms["DateTime"] = sms["SMSCDateTime"] = self.BLANK["DateTime"]
            sms["Number"], sms["Type"] = wanted["number"], self.LAYOUTS[kind]
            pdu = self.gammu.EncodePDU(sms, self.LAYOUTS[kind])
            tpdus.append(behind_service_centre(pdu).hex())
        return tpdus


class Smspdudecoder:
    """smspdudecoder of PyPI: reads."""

    def __init__(self):
        from smspdudecoder.fields import SMSDeliver, SMSSubmit

        self.kinds = {"deliver": SMSDeliver, "submit": SMSSubmit}
        self.version = version("smspdudecoder")

    def decode(self, kind, octets):
        read = self.kinds[kind].decode(io.StringIO("00" + octets.hex().upper()))
        header, data = read["header"], read["user_data"]["data"]
        address = read["sender" if kind == "deliver" else "recipient"]
        plus = "+" if address["toa"]["ton"] == "international" else ""
        fields = {"kind": header["mti"], "number": plus + address["number"], "protocol": read["pid"]}
        fields["reply_path"] = header["rp"]
        fields["header"] = header["udhi"]
        if isinstance(data, bytes):
            fields["data"] = data.hex()
        else:
            fields["text"] = spoken(data)
        if kind == "deliver":
            fields["time"] = local(read["scts"].astimezone(UTC))
            fields["loop_prevention"] = header["lp"]
            fields["report"] = header["sri"]
        else:
            fields["reference"] = read["message-ref"]
            fields["report"] = header["srr"]
            fields["reject_duplicates"] = header["rd"]
            if header["vpf"] == 2:
                fields["validity_octet"] = read["vp"]
        if read["user_data"]["header"]:
            fields["elements"] = [element["iei"] for element in read["user_data"]["header"]["elements"]]
        return fields


class Messaging:
    """python-messaging of PyPI: reads DELIVER and STATUS-REPORT, writes SUBMIT."""

    def __init__(self):
        from messaging.sms import SmsDeliver, SmsSubmit

        self.reader, self.writer = SmsDeliver, SmsSubmit
        self.version = version("python-messaging")

    def decode(self, kind, octets):
        read = self.reader("00" + octets.hex())
        if kind == "status-report":
            report = read.sr
            return {
                "kind": kind,
                "number": report["recipient"],
                "status": report["status"],
                "reference": read.udh.concat.ref,
                "time_local": local(report["scts"]),
                "discharge_local": local(report["dt"]),
            }
        fields = {"kind": kind, "number": read.number, "protocol": read.pid, "coding": read.dcs}
        fields["time"] = local(read.date)
        if isinstance(read.text, bytes):
            fields["data"] = read.text.hex()
        else:
            fields["text"] = spoken(read.text)
        if read.udh is not None and read.udh.concat is not None:
            part = read.udh.concat
            fields["concatenation"] = [part.ref, part.cnt, part.seq]
        return fields

    def encode(self, kind, wanted):
        sms = self.writer(wanted["number"], wanted["text"])
        sms.ref = wanted["reference"]
        sms.request_status = wanted["report"]
        return [behind_service_centre(bytes.fromhex(part.pdu)).hex() for part in sms.to_pdu()]


class Gsmmodem:
    """python-gsmmodem-new of PyPI: reads all three, writes SUBMIT."""

    def __init__(self):
        from gsmmodem import pdu

        self.pdu = pdu
        self.version = version("python-gsmmodem-new")

    def decode(self, kind, octets):
        read = self.pdu.decodeSmsPdu("00" + octets.hex().upper())
        fields = {"kind": read["type"].removeprefix("SMS-").lower(), "number": read["number"]}
        if kind == "status-report":
            fields["reference"] = read["reference"]
            fields["status"] = read["status"]
            fields["time"] = local(read["time"].astimezone(UTC))
            fields["discharge"] = local(read["discharge"].astimezone(UTC))
            return fields
        fields["protocol"] = read["protocol_id"]
        fields["text"] = spoken(read["text"])
        if kind == "deliver":
            fields["time"] = local(read["time"].astimezone(UTC))
        else:
            fields["reference"] = read["reference"]
        for element in read.get("udh", []):
            if type(element).__name__ == "Concatenation":
                fields["concatenation"] = [element.reference, element.parts, element.number]
        return fields

    def encode(self, kind, wanted):
        parts = self.pdu.encodeSmsSubmitPdu(
            wanted["number"], wanted["text"], reference=wanted["reference"], requestStatusReport=wanted["report"]
        )
        return [behind_service_centre(bytes.fromhex(str(part))).hex() for part in parts]


def version(package):
    from importlib.metadata import version as installed

    return installed(package)


def answer(codecs, request):
    codec = codecs[request["codec"]]
    try:
        if "decode" in request:
            return {"fields": codec.decode(request["kind"], bytes.fromhex(request["decode"]))}
        return {"tpdus": codec.encode(request["kind"], request["encode"])}
    except Exception as error:  # whatever they make of it is an answer
        return {"error": f"{type(error).__name__}: {error}"[:200]}


def main():
    logging.disable()
    codecs = {}
    for name, codec in [
        ("gammu", Gammu), ("smspdudecoder", Smspdudecoder), ("messaging", Messaging), ("gsmmodem", Gsmmodem),
    ]:
        try:
            codecs[name] = codec()
        except ImportError:
            pass
    print(json.dumps({name: codec.version for name, codec in codecs.items()}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(codecs, json.loads(line))), flush=True)


main()
