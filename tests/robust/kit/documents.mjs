// Documents made here: honest ones, and ones that would do harm to whoever opens them; with a word of what the page says of each.
import zlib from 'node:zlib';

const crc = 0;  // nobody looks
// An archive entry by entry: { name, content, says (bytes), flags, pack }.
export function archive(entries) {
  const parts = [], lines = [];
  let at = 0;
  for (const { name, content = '', says, flags = 0, pack = true } of entries) {
    const plain = Buffer.from(content), bytes = pack ? zlib.deflateRawSync(plain, { level: 9 }) : plain, label = Buffer.from(name);
    const middle = Buffer.alloc(22);
    middle.writeUInt16LE(flags, 0);
    middle.writeUInt16LE(pack ? 8 : 0, 2);
    middle.writeUInt32LE(crc, 8);
    middle.writeUInt32LE(bytes.length, 12);
    middle.writeUInt32LE(says ?? plain.length, 16);
    middle.writeUInt16LE(label.length, 20);
    const offset = Buffer.alloc(4);
    offset.writeUInt32LE(at);
    const local = Buffer.concat([Buffer.from('PK\x03\x04\x14\0', 'latin1'), middle, Buffer.alloc(2), label, bytes]);
    lines.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0\x14\0', 'latin1'), middle, Buffer.alloc(12), offset, label]));
    parts.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(lines), end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length & 0xffff, 8);
  end.writeUInt16LE(entries.length & 0xffff, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directory, end]);
}
const docx = (...more) => archive([{ name: '[Content_Types].xml', content: '<Types/>' }, { name: 'word/document.xml', content: '<w:document/>' }, ...more]);
const signed = (...more) => archive([{ name: 'mimetype', content: 'application/vnd.etsi.asic-e+zip', pack: false }, ...more]);
const pdf = (...objects) => Buffer.concat([Buffer.from('%PDF-1.7\n'), ...objects.flatMap((object, i) => [Buffer.from(`${i + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]), Buffer.from('trailer << /Root 1 0 R >>\n%%EOF\n')]);
const stream = (dictionary, bytes) => Buffer.concat([Buffer.from(`<< ${dictionary} /Length ${bytes.length} >>\nstream\n`), bytes, Buffer.from('\nendstream')]);
const zeros = Buffer.alloc(256 << 20);
const large = { name: 'word/media/image1.bmp', content: zeros };
let nested = docx();
for (let i = 0; i < 4; ++i) nested = docx({ name: 'word/embeddings/a.docx', content: nested });

const too_large = 'liiga suur, kui see lahti pakkida', program = 'programm', locked = 'parooliga kaitstud', damaged = 'ebatavaliselt kokku pandud', unknown = 'Seda liiki faili';
const packed = zlib.deflateSync(zeros, { level: 9 });
const action = '<< /S /JavaScript /JS (app.alert(1)) >>';
export const documents = {
  honest: [['kiri.docx', docx({ name: 'docProps/app.xml', content: '<a/>' })], ['plaan.pdf', pdf('<< /Type /Catalog >>', stream('/Filter /FlateDecode', zlib.deflateSync(Buffer.from('BT (Tere) Tj ET'))))]],
  refused: [
    ['a document of 256 MB', 'suur.docx', docx(large), too_large],
    ['a document of 256 MB that says 100 bytes', 'vale.docx', docx({ ...large, says: 100 }), too_large],
    ['a bomb in a document in a signed container', 'allkirjad.asice', signed({ name: 'a.docx', content: docx(large) }), too_large],
    ['archives in archives', 'pesa.docx', nested, too_large],
    ['60,000 entries', 'palju.docx', docx(...Array.from({ length: 60_000 }, (_, i) => ({ name: `word/${i}`, pack: false }))), too_large],
    ['a million entries', 'miljon.docx', (() => { const bytes = docx(); bytes.writeUInt32LE(0xffffffff, bytes.length - 14); return bytes; })(), damaged],
    ['a name that leads out', 'valja.docx', docx({ name: '../../etc/passwd', content: 'x' }), damaged],
    ['a name from the root', 'juur.docx', docx({ name: '/etc/passwd', content: 'x' }), damaged],
    ['an entry with a password', 'salajane.docx', docx({ name: 'x', content: 'x', flags: 1 }), locked],
    ['a macro', 'makro.docx', docx({ name: 'word/vbaProject.bin', content: 'x' }), program],
    ['a PDF of 256 MB', 'suur.pdf', pdf(stream('/Filter /FlateDecode', packed)), too_large],
    ['a PDF with a picture of 50,000 × 50,000', 'pilt.pdf', pdf(stream('/Subtype /Image /Width 50000 /Height 50000', Buffer.from('x'))), too_large],
    ['a PDF with a script', 'skript.pdf', pdf(`<< /Type /Catalog /OpenAction ${action} >>`), program],
    ['a PDF with a hidden script', 'peidus.pdf', pdf(stream('/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', zlib.deflateSync(Buffer.from(`1 0 ${action}`)))), program],
    ['a PDF that starts a program', 'kaivita.pdf', pdf('<< /AA << /O << /S/Launch /F (cmd.exe) >> >> >>'), program],
    ['a PDF with a password', 'parool.pdf', Buffer.concat([pdf('<< >>'), Buffer.from('trailer << /Encrypt 2 0 R >>')]), locked],
    ['a PDF that is an archive too', 'kaks.pdf', Buffer.concat([pdf('<< >>'), docx()]), damaged],
    ['an archive', 'arhiiv.zip', archive([{ name: 'a.txt', content: 'x' }]), unknown],
    ['an SVG called PDF', 'joonis.pdf', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), unknown],
    ['HTML called PDF', 'leht.pdf', Buffer.from('<!DOCTYPE html><script>alert(1)</script>'), unknown],
  ],
};
