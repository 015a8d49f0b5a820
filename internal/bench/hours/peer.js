// Reads lines of JSON, {"expression", "at": [Unix seconds]}, and answers each with {"states": [bool]} or {"error"}, as npm's
// opening_hours decides in the zone of the process. The expression "holidays" is answered with the dates it takes for PH.
const OpeningHours = require('opening_hours');
const place = { lat: 52.2, lon: 21.0, address: { country_code: 'pl', state: '' } };

function holidays() {
  const table = new OpeningHours('PH 00:00-24:00', place);
  const days = [];
  for (let t = Date.UTC(2025, 0, 1); t < Date.UTC(2028, 0, 1); t += 24 * 60 * 60 * 1000) {
    if (table.getState(new Date(t + 60000))) days.push(new Date(t).toISOString().slice(0, 10));
  }
  return { holidays: days };
}

function answer(query) {
  if (query.expression === 'holidays') return holidays();
  try {
    const table = new OpeningHours(query.expression, place);
    return { states: query.at.map((at) => table.getState(new Date(at * 1000))) };
  } catch (error) {
    return { error: String(error) };
  }
}

require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + '\n');
});
