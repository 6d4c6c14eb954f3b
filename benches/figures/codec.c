/* libgammu as a C program calls it: encodes and decodes a SUBMIT of each line of its input, in turn, for so many
 * seconds of processor time as its argument says; prints how many a second it did. What it reads is held against what was written. */

#include <gammu.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOST_TEXTS 64
#define MOST_OCTETS 1024

static unsigned char texts[MOST_TEXTS][MOST_OCTETS];

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

/* libgammu fills a frame with room for the longest of each field; its driver for modems packs it like this. */
static int packed(const unsigned char *frame, int length, unsigned char *pdu)
{
	const GSM_SMSMessageLayout at = PHONE_SMSSubmit;
	int used = 0, number = (frame[at.Number] + 1) / 2 + 2;

	pdu[used++] = frame[at.firstbyte];
	pdu[used++] = frame[at.TPMR];
	memcpy(pdu + used, frame + at.Number, number);
	used += number;
	pdu[used++] = frame[at.TPPID];
	pdu[used++] = frame[at.TPDCS];
	if ((frame[at.firstbyte] & 0x18) == 0x10)
		pdu[used++] = frame[at.TPVP];
	pdu[used++] = frame[at.TPUDL];
	memcpy(pdu + used, frame + at.Text, length - at.Text);
	return used + length - at.Text;
}

static int round_trip(GSM_SMSMessage *out, const unsigned char *text)
{
	static GSM_SMSMessage in;
	unsigned char frame[1000] = { 0 }, pdu[1000];
	int length = 0;
	size_t taken = 0;

	memcpy(out->Text, text, (UnicodeLength(text) + 1) * 2);
	out->Length = UnicodeLength(text);
	if (GSM_EncodeSMSFrame(NULL, out, frame, PHONE_SMSSubmit, &length, TRUE) != ERR_NONE)
		return 0;
	length = packed(frame, length, pdu);
	if (GSM_DecodePDUFrame(NULL, &in, pdu, length, &taken, FALSE) != ERR_NONE)
		return 0;
	return memcmp(in.Text, text, UnicodeLength(text) * 2) == 0;
}

int main(int count, char **arguments)
{
	static GSM_SMSMessage out;
	char line[MOST_OCTETS];
	int known = 0;
	long done = 0;
	double begun, seconds = count > 1 ? atof(arguments[1]) : 1.0;

	GSM_SetDefaultSMSData(&out);
	out.PDU = SMS_Submit;
	out.Coding = SMS_Coding_Default_No_Compression;
	out.Class = -1;
	EncodeUnicode(out.Number, "+33639980123", 12);
	while (known < MOST_TEXTS && fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = 0;
		DecodeUTF8(texts[known++], line, strlen(line));
	}
	for (int at = 0; at < known; at++)
		if (!round_trip(&out, texts[at])) {
			fprintf(stderr, "text %d comes back changed\n", at);
			return 1;
		}
	begun = now();
	while (known > 0 && now() - begun < seconds)
		for (int batch = 0; batch < 64; batch++, done++)
			if (!round_trip(&out, texts[done % known]))
				return 1;
	printf("%.0f\n", done / (now() - begun));
	return 0;
}
