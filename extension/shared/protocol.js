/**
 * The extension's side of the protocol: version, host name, and the check that an answer has the agreed shape.
 * An answer of another shape is a fault of the host and is never shown or used. Must not know ports or windows.
 */

import { NOTIFICATIONS, RESULTS } from "./protocol_shapes.js";

export const PROTOCOL = 1;
export const HOST_NAME = "th.sitthi.host";

/**
 * A shape as the host's `schema.py` describes it: "any", "flag", or an object with one telling member.
 * @typedef {string | {[member: string]: any}} Shape
 */

/**
 * @param {string} method
 * @param {unknown} result
 * @returns {string|null} the path of the first fault, or null when the shape is right
 */
export function faultInResult(method, result) {
  const shape = Object.hasOwn(RESULTS, method) ? RESULTS[method] : undefined;
  return shape ? fault(shape, result, "result") : "method";
}

/**
 * @param {string} method
 * @param {unknown} params
 * @returns {string|null}
 */
export function faultInNotification(method, params) {
  const shape = Object.hasOwn(NOTIFICATIONS, method) ? NOTIFICATIONS[method] : undefined;
  return shape ? fault(shape, params, "params") : "method";
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param {Shape} shape
 * @param {unknown} value
 * @param {string} path
 * @returns {string|null}
 */
function fault(shape, value, path) {
  if (shape === "any") return null;
  if (shape === "flag") return typeof value === "boolean" ? null : path;
  if (typeof shape === "string") return path;
  if ("optional" in shape) return fault(shape.optional, value, path);
  if ("nullable" in shape) return value === null ? null : fault(shape.nullable, value, path);
  if ("text" in shape) return typeof value === "string" && value.length <= shape.text ? null : path;
  if ("one_of" in shape) return shape.one_of.includes(value) ? null : path;
  if ("whole" in shape) return faultInWhole(shape.whole, value, path);
  if ("list_of" in shape) return faultInList(shape, value, path);
  if ("map_of" in shape) return faultInMap(shape, value, path);
  return faultInMembers(shape.object, value, path);
}

/** @param {[number, number]} range @param {unknown} value @param {string} path */
function faultInWhole([lowest, highest], value, path) {
  return Number.isInteger(value) && Number(value) >= lowest && Number(value) <= highest ? null : path;
}

/** @param {{[member: string]: any}} shape @param {unknown} value @param {string} path */
function faultInList(shape, value, path) {
  if (!Array.isArray(value) || value.length > shape.longest) return path;
  for (const [index, item] of value.entries()) {
    const found = fault(shape.list_of, item, `${path}[${index}]`);
    if (found) return found;
  }
  return null;
}

/** @param {{[member: string]: any}} shape @param {unknown} value @param {string} path */
function faultInMap(shape, value, path) {
  if (!isObject(value) || Object.keys(value).length > shape.most) return path;
  for (const [key, item] of Object.entries(value)) {
    const found = fault(shape.map_of, item, `${path}.${key}`);
    if (found) return found;
  }
  return null;
}

/** @param {Record<string, Shape>} members @param {unknown} value @param {string} path */
function faultInMembers(members, value, path) {
  if (!isObject(value)) return path;
  for (const key of Object.keys(value)) if (!Object.hasOwn(members, key)) return `${path}.${key}`;
  for (const [key, shape] of Object.entries(members)) {
    const optional = typeof shape === "object" && "optional" in shape;
    if (!Object.hasOwn(value, key)) {
      if (!optional) return `${path}.${key}`;
      continue;
    }
    const found = fault(shape, value[key], `${path}.${key}`);
    if (found) return found;
  }
  return null;
}
