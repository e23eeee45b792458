/** The bridge stands in this world already. */
declare var sitthiBridge: boolean | undefined;
