/**
 * How a field shows dates: order, separator, month as number or name, Buddhist or Gregorian year; and one date written so.
 * Pure functions of texts: no DOM. In doubt there is no format: a wrong year is worse than none.
 */
globalThis.sitthiDate = (() => {
  const BUDDHIST_OFFSET = 543;
  const BUDDHIST = /(?<!เ)พ\.? ?ศ\.?|ป{4}|(?<!\p{L})b\.e\.|\(be\)|(?<!\d)2[3-6]\d\d(?!\d)|(?<![a-z])th-th/iu;
  const COMMON = /ค\.? ?ศ\.?|(?<!\p{L})a\.d\.|\(ad\)|(?<!\d)(?:19|20)\d\d(?!\d)/iu;
  /** Said by any date picker: believed only where nothing else is said. */
  const COMMON_BY_CUSTOM = /y{4}/i;
  const UNKNOWN_AS_ZERO = /ไม่ทราบ[^|]*00|00[^|]*ไม่ทราบ|unknown[^|]*00|00[^|]*unknown/i;

  const D = "(?:dd?|วว?|วันที่|วัน)";
  const M = "(?:m{1,4}|ดด?|เดือน)";
  const Y = "(?:y{1,4}|ป{1,4}|ปี ?(?:พ\\.? ?ศ\\.?|ค\\.? ?ศ\\.?)?|พ\\.? ?ศ\\.?|ค\\.? ?ศ\\.?)";
  const S = "( ?[-/.] ?| |)";
  const START = "(?<![\\p{L}\\d])";
  const TEMPLATES = [
    { order: "dmy", pattern: new RegExp(`${START}${D}${S}${M}${S}${Y}`, "giu") },
    { order: "mdy", pattern: new RegExp(`${START}${M}${S}${D}${S}${Y}(?![a-z])`, "giu") },
    { order: "ymd", pattern: new RegExp(`${START}${Y}${S}${M}${S}${D}(?![a-z])`, "giu") },
  ];
  const MONTHS = [
    ["มกราคม", "ม.ค.", "january", "jan"],
    ["กุมภาพันธ์", "ก.พ.", "february", "feb"],
    ["มีนาคม", "มี.ค.", "march", "mar"],
    ["เมษายน", "เม.ย.", "april", "apr"],
    ["พฤษภาคม", "พ.ค.", "may", "may"],
    ["มิถุนายน", "มิ.ย.", "june", "jun"],
    ["กรกฎาคม", "ก.ค.", "july", "jul"],
    ["สิงหาคม", "ส.ค.", "august", "aug"],
    ["กันยายน", "ก.ย.", "september", "sep"],
    ["ตุลาคม", "ต.ค.", "october", "oct"],
    ["พฤศจิกายน", "พ.ย.", "november", "nov"],
    ["ธันวาคม", "ธ.ค.", "december", "dec"],
  ];
  const NAMES = MONTHS.map((names) => names.map((name) => name.replaceAll(".", "\\.")).join("|")).join("|");
  const NAMED_EXAMPLE = new RegExp(`(?<!\\d)(\\d\\d?)([-/ ]*)(${NAMES})([-/ ]*)(\\d{4})(?!\\d)`, "giu");
  const LAST_EXAMPLE = /(?<!\d)(\d\d?)( ?[-/.] ?| )(\d\d?)\2(\d{4})(?!\d)/g;
  const FIRST_EXAMPLE = /(?<!\d)(\d{4})( ?[-/.] ?| )(\d\d?)\2(\d\d?)(?!\d)/g;
  const PACKED_EXAMPLE = /(?<!\d)(\d{8})(?!\d)/g;
  /** A pattern of digits, such as `\d{2}/\d{2}/\d{4}`. */
  const PATTERN_LAST = /^(?:00?)([-/. ]?)(?:00?)\1(?:0000)$/;
  const PATTERN_FIRST = /^(?:0000)([-/. ]?)(?:00?)\1(?:00?)$/;

  /** @typedef {"dmy"|"mdy"|"ymd"} Order */
  /** @typedef {"number"|"th_long"|"th_short"|"en_long"|"en_short"} MonthStyle */
  /** @typedef {{order: Order|null, separator: string|null, month: MonthStyle|null, short: boolean}} Hint `short`: a year of two digits */

  /**
   * @param {string} iso "1994-12-31"; month or day 00: not known
   * @param {string[]} hints the most telling first
   * @param {{maxLength: number, pattern: string, examples: string[]}} limits
   * @returns {{text: string}|{reason: string}}
   */
  function write(iso, hints, { maxLength, pattern, examples }) {
    const whole = hints.join("|");
    const [year = "", month = "00", day = "00"] = iso.split("-");
    if ((!Number(month) || !Number(day)) && !UNKNOWN_AS_ZERO.test(whole)) return { reason: "date_incomplete" };
    const format = formatOf([...hints, ...digitsOf(pattern)], examples);
    const era = eraOf(whole) ?? eraOf(format.examples);
    const fits = (/** @type {string} */ text) => (maxLength < 0 || text.length <= maxLength) && matches(text, pattern);
    if (!era || !format.order || format.short) return { reason: "date_format_unknown" };
    const parts = {
      d: day,
      m: monthAs(Number(month), format.month, era) ?? month,
      y: era === "buddhist" ? String(Number(year) + BUDDHIST_OFFSET) : year,
    };
    const inOrder = [...format.order].map((part) => parts[/** @type {"d"|"m"|"y"} */ (part)]);
    const usual = format.order === "ymd" ? "-" : "/";
    const separators = format.separator === null ? [usual, "/", "-", "."] : [format.separator];
    const texts = [...separators, ""].map((separator) => inOrder.join(separator));
    const text = texts.find(fits);
    if (text) return { text };
    return {
      reason: texts.every(({ length }) => maxLength >= 0 && length > maxLength) ? "too_long" : "date_format_unknown",
    };
  }

  /** @param {string} text @returns {"buddhist"|"common"|null} null when it does not say, or says both */
  function eraOf(text) {
    const packed = [...text.matchAll(PACKED_EXAMPLE)].flatMap(([, digits = ""]) => packedYears(digits)).join(" ");
    const whole = `${text} ${packed}`;
    if (BUDDHIST.test(whole)) return COMMON.test(whole) ? null : "buddhist";
    return COMMON.test(whole) || COMMON_BY_CUSTOM.test(whole) ? "common" : null;
  }

  /** @param {string[]} hints @param {string[]} beside @returns {Hint & {examples: string}} what all hints say together */
  function formatOf(hints, beside) {
    const said = hints.flatMap(read);
    const byExample = said.some(({ order }) => order) ? [] : beside.flatMap(read);
    const all = [...said, ...byExample];
    const orders = new Set(all.map(({ order }) => order).filter((order) => order !== null));
    const first = (/** @type {"separator"|"month"} */ what) => all.find((each) => each[what] !== null)?.[what] ?? null;
    return {
      // Two hints that disagree; none: in Thailand the day stands first.
      order: orders.size > 1 ? null : ([...orders][0] ?? "dmy"),
      separator: /** @type {string|null} */ (first("separator")),
      month: /** @type {MonthStyle|null} */ (first("month")),
      short: all.length > 0 && all.every(({ short }) => short),
      examples: beside.filter((text) => read(text).length > 0).join("|"),
    };
  }

  /** @param {string} hint @returns {Hint[]} */
  function read(hint) {
    return [...templatesIn(hint), ...examplesIn(hint)];
  }

  /** @param {string} hint @returns {Hint[]} */
  function templatesIn(hint) {
    return TEMPLATES.flatMap(({ order, pattern }) =>
      [...hint.matchAll(pattern)].flatMap(([text, one = "", two = ""]) => {
        if (one !== two) return [];
        const isWords = /วัน|เดือน|ปี|ศ/.test(text);
        // วันเดือนปีเกิด is a label; ววดดปปปป and ddmmyyyy are templates; d, m, y alone are letters of any word.
        if (one === "" && !isWords && !/^(?:dd|วว|mm|ดด|y{4}|ป{4})+$/i.test(text)) return [];
        const separator = isWords && one.trim() === "" ? null : one;
        const years = /(y+|ป+)/i.exec(text.replace(/ปี/g, ""))?.[1] ?? "yyyy";
        const short = years.length === 2;
        return [{ order: /** @type {Order} */ (order), separator, month: styleOfTemplate(text), short }];
      }),
    );
  }

  /** @param {string} text @returns {MonthStyle|null} the language of names is the year's */
  function styleOfTemplate(text) {
    if (/mmmm/i.test(text)) return "en_long";
    return /mmm/i.test(text) ? "en_short" : null;
  }

  /** @param {string} hint @returns {Hint[]} */
  function examplesIn(hint) {
    /** @type {Hint[]} */
    const found = [];
    const add = (
      /** @type {Order|null} */ order,
      /** @type {string} */ separator,
      /** @type {MonthStyle|null} */ month = null,
    ) => found.push({ order, separator, month, short: false });
    for (const [, , before = "", name = ""] of hint.matchAll(NAMED_EXAMPLE)) add("dmy", before, styleOfName(name));
    for (const [, one, separator = "", two] of hint.matchAll(LAST_EXAMPLE)) add(orderOfLast(one, two), separator);
    for (const [, , separator = ""] of hint.matchAll(FIRST_EXAMPLE)) add("ymd", separator);
    for (const [, digits = ""] of hint.matchAll(PACKED_EXAMPLE)) {
      const orders = packedOrders(digits);
      if (orders.length > 0) add(orders.length === 1 ? (orders[0] ?? null) : null, "");
    }
    return found;
  }

  /** @param {string|undefined} one @param {string|undefined} two @returns {Order|null} null: 01/02/2537 says nothing about it */
  function orderOfLast(one, two) {
    if (Number(one) > 12) return "dmy";
    return Number(two) > 12 ? "mdy" : null;
  }

  /** @param {string} digits eight, or as many noughts @returns {Order[]} what they can be */
  function packedOrders(digits) {
    if (/^0+$/.test(digits)) return ["dmy"];
    const isYear = (/** @type {string} */ text) => /^(?:19|20|24|25|26)/.test(text);
    const isDay = (/** @type {string} */ day, /** @type {string} */ month) =>
      /^(?:0[1-9]|[12]\d|3[01])$/.test(day) && /^(?:0[1-9]|1[0-2])$/.test(month);
    /** @type {Order[]} */
    const orders = [];
    if (isYear(digits.slice(4)) && isDay(digits.slice(0, 2), digits.slice(2, 4))) orders.push("dmy");
    if (isYear(digits) && isDay(digits.slice(6), digits.slice(4, 6))) orders.push("ymd");
    return orders;
  }

  /** @param {string} digits @returns {string[]} */
  function packedYears(digits) {
    return packedOrders(digits).map((order) => (order === "ymd" ? digits.slice(0, 4) : digits.slice(4)));
  }

  /** @param {string} name @returns {MonthStyle} */
  function styleOfName(name) {
    const style = MONTHS.find((names) => names.includes(name.toLowerCase()))?.indexOf(name.toLowerCase()) ?? 0;
    return /** @type {MonthStyle} */ (["th_long", "th_short", "en_long", "en_short"][style]);
  }

  /** @param {number} month @param {MonthStyle|null} style @param {"buddhist"|"common"} era @returns {string|null} */
  function monthAs(month, style, era) {
    if (!style || style === "number") return null;
    const [thaiLong = "", thaiShort = "", long = "", short = ""] = MONTHS[month - 1] ?? [];
    const isShort = style.endsWith("short");
    if (style.startsWith("th") || era === "buddhist") return isShort ? thaiShort : thaiLong;
    const name = isShort ? short : long;
    return name.charAt(0).toUpperCase() + name.slice(1);
  }

  /** @param {string} pattern a `pattern` attribute @returns {string[]} as an example of noughts, if it is one of digits */
  function digitsOf(pattern) {
    const noughts = pattern
      .replace(/^\^|\$$/g, "")
      .replace(/(?:\\d|\[0-9\])\{(\d)(?:,(\d))?\}/g, (_all, few, many) => "0".repeat(Number(many ?? few)))
      .replace(/\\d|\[0-9\]/g, "0")
      .replace(/[\\()]/g, "");
    return PATTERN_LAST.test(noughts) || PATTERN_FIRST.test(noughts) ? [noughts] : [];
  }

  /** @param {string} text @param {string} pattern */
  function matches(text, pattern) {
    if (!pattern) return true;
    try {
      return new RegExp(`^(?:${pattern})$`, "v").test(text);
    } catch {
      return true;
    }
  }

  /** @param {string} text @param {string} iso @returns {boolean} the page may show the same date in its own way */
  function says(text, iso) {
    const [year = "", month = "", day = ""] = iso.split("-");
    const years = [Number(year), Number(year) + BUDDHIST_OFFSET];
    for (const [, d, , name = "", , y] of text.toLowerCase().matchAll(NAMED_EXAMPLE)) {
      const at = MONTHS.findIndex((names) => names.includes(name)) + 1;
      if (at === Number(month) && Number(d) === Number(day) && years.includes(Number(y))) return true;
    }
    const last = [...text.matchAll(LAST_EXAMPLE)].map(([, d, , m, y]) => [y, m, d]);
    const first = [...text.matchAll(FIRST_EXAMPLE)].map(([, y, , m, d]) => [y, m, d]);
    return [...last, ...first].some(
      ([y, m, d]) => years.includes(Number(y)) && Number(m) === Number(month) && Number(d) === Number(day),
    );
  }

  /** @param {number} month 1 to 12 @returns {string[]} its names and its number */
  function monthWords(month) {
    return [...(MONTHS[month - 1] ?? []), String(month)];
  }

  return { BUDDHIST_OFFSET, eraOf, matches, monthWords, says, write };
})();
