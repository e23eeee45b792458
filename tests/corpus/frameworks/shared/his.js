/** What every page needs of its HIS: to send what the framework holds, and to be told how it ended. */

/**
 * @param {"login"|"patient"} form
 * @param {Record<string, string>} values out of the framework's own state, never read from the DOM
 * @returns {Promise<{ok: boolean, message: string}>}
 */
export async function send(form, values) {
  const answer = await fetch(form, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(values),
  });
  return answer.json();
}

/** @param {string} text a citizen ID as an input mask shows it */
export const digits = (text) => text.replace(/\D/g, "");
