// Hands a file to the person at the browser.
export function save(name, type, bytes) {
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the address after this call has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
