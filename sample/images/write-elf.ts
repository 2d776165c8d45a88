const headerSize = 64;
const programSize = 56;
const sectionSize = 64;
const address = 0x400000;

/** An ELF file (64 bit, x86-64) that only has one loaded section. */
export function writeElf(name: string, content: Uint8Array): Buffer {
  const dataAt = 0x100;
  const names = Buffer.from(`\0${name}\0.shstrtab\0`);
  const namesAt = dataAt + content.length;
  const sectionsAt = Math.ceil((namesAt + names.length) / 8) * 8;
  const file = Buffer.alloc(sectionsAt + 3 * sectionSize);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  writeHalves(file, 16, [2, 62]);
  file.writeUInt32LE(1, 20);
  writeWords(file, 24, [address + dataAt, headerSize, sectionsAt]);
  writeHalves(file, 52, [headerSize, programSize, 1, sectionSize, 3, 2]);
  // PT_LOAD, readable and writable: the whole file up to the names.
  file.writeUInt32LE(1, headerSize);
  file.writeUInt32LE(6, headerSize + 4);
  writeWords(file, headerSize + 8, [0, address, address, namesAt, namesAt, 0x1000]);
  file.set(content, dataAt);
  file.set(names, namesAt);
  const sections = [
    { name: 1, type: 1, flags: 3, address: address + dataAt, at: dataAt, size: content.length },
    { name: names.indexOf('.shstrtab'), type: 3, flags: 0, address: 0, at: namesAt, size: names.length },
  ];
  for (const [index, section] of sections.entries()) {
    const at = sectionsAt + (index + 1) * sectionSize;
    file.writeUInt32LE(section.name, at);
    file.writeUInt32LE(section.type, at + 4);
    writeWords(file, at + 8, [section.flags, section.address, section.at, section.size]);
    writeWords(file, at + 48, [16]);
  }
  return file;
}

function writeHalves(file: Buffer, at: number, values: readonly number[]): void {
  for (const [index, value] of values.entries()) file.writeUInt16LE(value, at + 2 * index);
}

function writeWords(file: Buffer, at: number, values: readonly number[]): void {
  for (const [index, value] of values.entries()) file.writeBigUInt64LE(BigInt(value), at + 8 * index);
}
