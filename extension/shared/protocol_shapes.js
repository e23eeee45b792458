/* Generated from host/sitthi/messaging/messages.py; a test keeps the two the same. Do not edit. */

/** @type {Record<string, import("./protocol.js").Shape>} */
export const RESULTS = {
  "hello": {
    "object": {
      "host": {
        "text": 32
      },
      "protocol": {
        "whole": [
          1,
          2147483648
        ]
      },
      "platform": {
        "text": 32
      },
      "language": {
        "one_of": [
          "th",
          "en"
        ]
      },
      "capabilities": {
        "list_of": {
          "text": 64
        },
        "longest": 256
      }
    }
  },
  "status": {
    "object": {
      "pcsc": {
        "one_of": [
          "starting",
          "ok",
          "unavailable"
        ]
      },
      "readers": {
        "list_of": {
          "object": {
            "name": {
              "text": 256
            },
            "state": {
              "one_of": [
                "empty",
                "reading",
                "card",
                "busy",
                "error"
              ]
            },
            "card": {
              "nullable": {
                "object": {
                  "kind": {
                    "one_of": [
                      "thai_id",
                      "other",
                      "unreadable"
                    ]
                  },
                  "role": {
                    "one_of": [
                      "operator",
                      "patient",
                      "unknown"
                    ]
                  },
                  "cid_masked": {
                    "text": 32
                  },
                  "name_th": {
                    "text": 256
                  },
                  "name_en": {
                    "text": 256
                  }
                }
              }
            }
          }
        },
        "longest": 32
      },
      "session": {
        "nullable": {
          "object": {
            "state": {
              "one_of": [
                "active",
                "locked"
              ]
            },
            "cid_masked": {
              "text": 32
            },
            "name_th": {
              "text": 256
            },
            "name_en": {
              "text": 256
            },
            "token_masked": {
              "text": 32
            },
            "source": {
              "text": 64
            },
            "kind": {
              "text": 32
            },
            "issued_at": {
              "text": 40
            },
            "expires_at": {
              "text": 40
            },
            "seconds_left": {
              "whole": [
                0,
                2147483648
              ]
            }
          }
        }
      },
      "ended": {
        "nullable": {
          "object": {
            "reason": {
              "one_of": [
                "expired",
                "revoked",
                "logout",
                "replaced"
              ]
            },
            "at": {
              "text": 40
            }
          }
        }
      },
      "inactivity": {
        "nullable": {
          "object": {
            "last_used_at": {
              "text": 40
            },
            "days_left": {
              "whole": [
                -2147483648,
                2147483648
              ]
            },
            "removal_at": {
              "text": 40
            },
            "limit_days": {
              "whole": [
                1,
                2147483648
              ]
            },
            "warn": "flag",
            "removed": "flag"
          }
        }
      },
      "clock": {
        "optional": {
          "object": {
            "offset_seconds": {
              "whole": [
                -8589934592,
                8589934592
              ]
            },
            "wrong": "flag"
          }
        }
      },
      "pin_window": "flag",
      "login_source": {
        "optional": {
          "nullable": {
            "text": 64
          }
        }
      },
      "sites_revision": {
        "text": 64
      },
      "outlets": {
        "list_of": {
          "object": {
            "name": {
              "text": 512
            },
            "kind": {
              "one_of": [
                "file",
                "clipboard",
                "database"
              ]
            },
            "state": {
              "one_of": [
                "off",
                "ok",
                "pending",
                "failed"
              ]
            },
            "problem": {
              "nullable": {
                "object": {
                  "name": {
                    "text": 64
                  },
                  "data": {
                    "map_of": "any",
                    "most": 16
                  }
                }
              }
            },
            "at": {
              "nullable": {
                "text": 40
              }
            }
          }
        },
        "longest": 64
      },
      "authen": {
        "optional": {
          "object": {
            "on": "flag",
            "code": "flag"
          }
        }
      },
      "patient_rights": {
        "optional": "flag"
      },
      "policy": {
        "object": {
          "ok": "flag",
          "allow_reveal": "flag",
          "problem": {
            "nullable": {
              "object": {
                "file": {
                  "text": 1024
                },
                "line": {
                  "nullable": {
                    "whole": [
                      0,
                      2147483648
                    ]
                  }
                },
                "key": {
                  "nullable": {
                    "text": 256
                  }
                },
                "problem": {
                  "text": 1024
                }
              }
            }
          }
        }
      }
    }
  },
  "card.read": {
    "object": {
      "reader": {
        "text": 256
      },
      "role": {
        "one_of": [
          "operator",
          "patient",
          "unknown"
        ]
      },
      "cid": {
        "text": 32
      },
      "name_th": {
        "object": {
          "title": {
            "text": 256
          },
          "first": {
            "text": 256
          },
          "middle": {
            "text": 256
          },
          "last": {
            "text": 256
          },
          "text": {
            "text": 256
          }
        }
      },
      "name_en": {
        "object": {
          "title": {
            "text": 256
          },
          "first": {
            "text": 256
          },
          "middle": {
            "text": 256
          },
          "last": {
            "text": 256
          },
          "text": {
            "text": 256
          }
        }
      },
      "birth_date": {
        "object": {
          "iso": {
            "text": 10
          },
          "year": {
            "nullable": {
              "whole": [
                0,
                9999
              ]
            }
          },
          "month": {
            "nullable": {
              "whole": [
                0,
                12
              ]
            }
          },
          "day": {
            "nullable": {
              "whole": [
                0,
                31
              ]
            }
          },
          "lifelong": "flag"
        }
      },
      "sex": {
        "one_of": [
          "male",
          "female",
          "unknown"
        ]
      },
      "address": {
        "object": {
          "house_no": {
            "text": 512
          },
          "moo": {
            "text": 512
          },
          "trok": {
            "text": 512
          },
          "soi": {
            "text": 512
          },
          "road": {
            "text": 512
          },
          "tambon": {
            "text": 512
          },
          "amphoe": {
            "text": 512
          },
          "province": {
            "text": 512
          },
          "text": {
            "text": 512
          }
        }
      },
      "issuer": {
        "text": 256
      },
      "issuer_code": {
        "text": 256
      },
      "issue_date": {
        "object": {
          "iso": {
            "text": 10
          },
          "year": {
            "nullable": {
              "whole": [
                0,
                9999
              ]
            }
          },
          "month": {
            "nullable": {
              "whole": [
                0,
                12
              ]
            }
          },
          "day": {
            "nullable": {
              "whole": [
                0,
                31
              ]
            }
          },
          "lifelong": "flag"
        }
      },
      "expiry_date": {
        "object": {
          "iso": {
            "text": 10
          },
          "year": {
            "nullable": {
              "whole": [
                0,
                9999
              ]
            }
          },
          "month": {
            "nullable": {
              "whole": [
                0,
                12
              ]
            }
          },
          "day": {
            "nullable": {
              "whole": [
                0,
                31
              ]
            }
          },
          "lifelong": "flag"
        }
      },
      "request_no": {
        "text": 256
      },
      "card_type": {
        "text": 256
      },
      "photo_number": {
        "text": 256
      },
      "version": {
        "text": 256
      },
      "laser_id": {
        "nullable": {
          "text": 256
        }
      },
      "chip_id": {
        "nullable": {
          "text": 256
        }
      },
      "photo": {
        "nullable": {
          "text": 16384
        }
      }
    }
  },
  "session.login": {
    "object": {
      "session": {
        "object": {
          "state": {
            "one_of": [
              "active",
              "locked"
            ]
          },
          "cid_masked": {
            "text": 32
          },
          "name_th": {
            "text": 256
          },
          "name_en": {
            "text": 256
          },
          "token_masked": {
            "text": 32
          },
          "source": {
            "text": 64
          },
          "kind": {
            "text": 32
          },
          "issued_at": {
            "text": 40
          },
          "expires_at": {
            "text": 40
          },
          "seconds_left": {
            "whole": [
              0,
              2147483648
            ]
          }
        }
      }
    }
  },
  "session.logout": {
    "object": {}
  },
  "session.reveal": {
    "object": {
      "token": {
        "text": 64
      }
    }
  },
  "outlets.copy": {
    "object": {
      "seconds": {
        "whole": [
          1,
          2147483648
        ]
      }
    }
  },
  "fill.values": {
    "object": {
      "values": {
        "map_of": {
          "text": 1024
        },
        "most": 256
      },
      "masked": {
        "map_of": {
          "text": 1024
        },
        "most": 256
      }
    }
  },
  "fill.report": {
    "object": {}
  },
  "api.call": {
    "object": {
      "status": {
        "optional": {
          "object": {
            "session": {
              "one_of": [
                "none",
                "active",
                "locked"
              ]
            },
            "expires_at": {
              "nullable": {
                "text": 40
              }
            },
            "patient": "flag",
            "login": "flag"
          }
        }
      },
      "login": {
        "optional": {
          "object": {
            "session": {
              "one_of": [
                "none",
                "active",
                "locked"
              ]
            },
            "expires_at": {
              "nullable": {
                "text": 40
              }
            },
            "patient": "flag",
            "login": "flag"
          }
        }
      },
      "operator": {
        "optional": {
          "object": {
            "cid": {
              "text": 32
            },
            "name_th": {
              "text": 256
            },
            "name_en": {
              "text": 256
            }
          }
        }
      },
      "token": {
        "optional": {
          "object": {
            "token": {
              "text": 4096
            },
            "kind": {
              "text": 32
            },
            "expires_at": {
              "text": 40
            }
          }
        }
      },
      "read_patient": {
        "optional": {
          "object": {
            "cid": {
              "text": 32
            },
            "name_th": {
              "object": {
                "title": {
                  "text": 256
                },
                "first": {
                  "text": 256
                },
                "middle": {
                  "text": 256
                },
                "last": {
                  "text": 256
                },
                "text": {
                  "text": 256
                }
              }
            },
            "name_en": {
              "object": {
                "title": {
                  "text": 256
                },
                "first": {
                  "text": 256
                },
                "middle": {
                  "text": 256
                },
                "last": {
                  "text": 256
                },
                "text": {
                  "text": 256
                }
              }
            },
            "birth_date": {
              "object": {
                "iso": {
                  "text": 10
                },
                "year": {
                  "nullable": {
                    "whole": [
                      0,
                      9999
                    ]
                  }
                },
                "month": {
                  "nullable": {
                    "whole": [
                      0,
                      12
                    ]
                  }
                },
                "day": {
                  "nullable": {
                    "whole": [
                      0,
                      31
                    ]
                  }
                },
                "lifelong": "flag"
              }
            },
            "sex": {
              "one_of": [
                "male",
                "female",
                "unknown"
              ]
            },
            "address": {
              "object": {
                "house_no": {
                  "text": 512
                },
                "moo": {
                  "text": 512
                },
                "trok": {
                  "text": 512
                },
                "soi": {
                  "text": 512
                },
                "road": {
                  "text": 512
                },
                "tambon": {
                  "text": 512
                },
                "amphoe": {
                  "text": 512
                },
                "province": {
                  "text": 512
                },
                "text": {
                  "text": 512
                }
              }
            },
            "issuer": {
              "text": 256
            },
            "issuer_code": {
              "text": 256
            },
            "issue_date": {
              "object": {
                "iso": {
                  "text": 10
                },
                "year": {
                  "nullable": {
                    "whole": [
                      0,
                      9999
                    ]
                  }
                },
                "month": {
                  "nullable": {
                    "whole": [
                      0,
                      12
                    ]
                  }
                },
                "day": {
                  "nullable": {
                    "whole": [
                      0,
                      31
                    ]
                  }
                },
                "lifelong": "flag"
              }
            },
            "expiry_date": {
              "object": {
                "iso": {
                  "text": 10
                },
                "year": {
                  "nullable": {
                    "whole": [
                      0,
                      9999
                    ]
                  }
                },
                "month": {
                  "nullable": {
                    "whole": [
                      0,
                      12
                    ]
                  }
                },
                "day": {
                  "nullable": {
                    "whole": [
                      0,
                      31
                    ]
                  }
                },
                "lifelong": "flag"
              }
            },
            "request_no": {
              "text": 256
            },
            "card_type": {
              "text": 256
            },
            "photo_number": {
              "text": 256
            },
            "version": {
              "text": 256
            },
            "photo": {
              "nullable": {
                "text": 16384
              }
            }
          }
        }
      },
      "rights": {
        "optional": {
          "object": {
            "outcome": {
              "one_of": [
                "ok",
                "not_found",
                "no_right",
                "deceased"
              ]
            },
            "cid_masked": {
              "text": 32
            },
            "name": {
              "text": 2048
            },
            "scheme": {
              "object": {
                "code": {
                  "text": 64
                },
                "name": {
                  "text": 512
                }
              }
            },
            "sub_scheme": {
              "object": {
                "code": {
                  "text": 64
                },
                "name": {
                  "text": 512
                }
              }
            },
            "hospital_main": {
              "object": {
                "code": {
                  "text": 64
                },
                "name": {
                  "text": 512
                }
              }
            },
            "hospital_op": {
              "object": {
                "code": {
                  "text": 64
                },
                "name": {
                  "text": 512
                }
              }
            },
            "hospital_sub": {
              "object": {
                "code": {
                  "text": 64
                },
                "name": {
                  "text": 512
                }
              }
            },
            "valid_from": {
              "text": 10
            },
            "valid_to": {
              "text": 10
            },
            "no_expiry": "flag",
            "status": {
              "object": {
                "code": {
                  "text": 64
                },
                "text": {
                  "text": 1024
                }
              }
            },
            "source": {
              "one_of": [
                "ucws",
                "srm"
              ]
            },
            "requested_at": {
              "text": 40
            },
            "request_id": {
              "text": 64
            },
            "death_date": {
              "optional": {
                "text": 10
              }
            },
            "funds": {
              "optional": {
                "list_of": {
                  "object": {
                    "kind": {
                      "text": 512
                    },
                    "scheme": {
                      "object": {
                        "code": {
                          "text": 64
                        },
                        "name": {
                          "text": 512
                        }
                      }
                    },
                    "sub_scheme": {
                      "object": {
                        "code": {
                          "text": 64
                        },
                        "name": {
                          "text": 512
                        }
                      }
                    },
                    "hospital_main": {
                      "object": {
                        "code": {
                          "text": 64
                        },
                        "name": {
                          "text": 512
                        }
                      }
                    },
                    "hospital_op": {
                      "object": {
                        "code": {
                          "text": 64
                        },
                        "name": {
                          "text": 512
                        }
                      }
                    },
                    "hospital_sub": {
                      "object": {
                        "code": {
                          "text": 64
                        },
                        "name": {
                          "text": 512
                        }
                      }
                    },
                    "valid_from": {
                      "text": 10
                    },
                    "valid_to": {
                      "text": 10
                    },
                    "no_expiry": "flag"
                  }
                },
                "longest": 50
              }
            },
            "fields": {
              "map_of": {
                "nullable": {
                  "text": 4096
                }
              },
              "most": 80
            }
          }
        }
      }
    }
  },
  "rights.check": {
    "object": {
      "rights": {
        "object": {
          "outcome": {
            "one_of": [
              "ok",
              "not_found",
              "no_right",
              "deceased"
            ]
          },
          "cid_masked": {
            "text": 32
          },
          "name": {
            "text": 2048
          },
          "scheme": {
            "object": {
              "code": {
                "text": 64
              },
              "name": {
                "text": 512
              }
            }
          },
          "sub_scheme": {
            "object": {
              "code": {
                "text": 64
              },
              "name": {
                "text": 512
              }
            }
          },
          "hospital_main": {
            "object": {
              "code": {
                "text": 64
              },
              "name": {
                "text": 512
              }
            }
          },
          "hospital_op": {
            "object": {
              "code": {
                "text": 64
              },
              "name": {
                "text": 512
              }
            }
          },
          "hospital_sub": {
            "object": {
              "code": {
                "text": 64
              },
              "name": {
                "text": 512
              }
            }
          },
          "valid_from": {
            "text": 10
          },
          "valid_to": {
            "text": 10
          },
          "no_expiry": "flag",
          "status": {
            "object": {
              "code": {
                "text": 64
              },
              "text": {
                "text": 1024
              }
            }
          },
          "source": {
            "one_of": [
              "ucws",
              "srm"
            ]
          },
          "requested_at": {
            "text": 40
          },
          "request_id": {
            "text": 64
          },
          "death_date": {
            "optional": {
              "text": 10
            }
          },
          "funds": {
            "optional": {
              "list_of": {
                "object": {
                  "kind": {
                    "text": 512
                  },
                  "scheme": {
                    "object": {
                      "code": {
                        "text": 64
                      },
                      "name": {
                        "text": 512
                      }
                    }
                  },
                  "sub_scheme": {
                    "object": {
                      "code": {
                        "text": 64
                      },
                      "name": {
                        "text": 512
                      }
                    }
                  },
                  "hospital_main": {
                    "object": {
                      "code": {
                        "text": 64
                      },
                      "name": {
                        "text": 512
                      }
                    }
                  },
                  "hospital_op": {
                    "object": {
                      "code": {
                        "text": 64
                      },
                      "name": {
                        "text": 512
                      }
                    }
                  },
                  "hospital_sub": {
                    "object": {
                      "code": {
                        "text": 64
                      },
                      "name": {
                        "text": 512
                      }
                    }
                  },
                  "valid_from": {
                    "text": 10
                  },
                  "valid_to": {
                    "text": 10
                  },
                  "no_expiry": "flag"
                }
              },
              "longest": 50
            }
          },
          "fields": {
            "map_of": {
              "nullable": {
                "text": 4096
              }
            },
            "most": 80
          }
        }
      }
    }
  },
  "authen.types": {
    "object": {
      "cid_masked": {
        "text": 32
      },
      "terminals": {
        "list_of": {
          "object": {
            "name": {
              "text": 256
            },
            "present": "flag"
          }
        },
        "longest": 50
      },
      "types": {
        "list_of": {
          "object": {
            "code": {
              "text": 16
            },
            "name": {
              "text": 256
            }
          }
        },
        "longest": 50
      },
      "default_type": {
        "nullable": {
          "text": 16
        }
      },
      "code": {
        "nullable": {
          "object": {
            "code": {
              "text": 32
            },
            "claim_type": {
              "text": 16
            },
            "at": {
              "nullable": {
                "text": 40
              }
            },
            "hcode": {
              "text": 8
            },
            "existing": "flag"
          }
        }
      }
    }
  },
  "authen.claim": {
    "object": {
      "code": {
        "object": {
          "code": {
            "text": 32
          },
          "claim_type": {
            "text": 16
          },
          "at": {
            "nullable": {
              "text": 40
            }
          },
          "hcode": {
            "text": 8
          },
          "existing": "flag"
        }
      }
    }
  },
  "sites.list": {
    "object": {
      "revision": {
        "text": 64
      },
      "sites": {
        "list_of": {
          "object": {
            "name": {
              "text": 512
            },
            "match": {
              "list_of": {
                "text": 1024
              },
              "longest": 256
            },
            "fill": {
              "list_of": {
                "one_of": [
                  "operator_cid",
                  "token",
                  "patient_cid",
                  "patient_title",
                  "patient_first_name",
                  "patient_last_name",
                  "patient_birth_date",
                  "patient_sex",
                  "patient_address",
                  "patient_first_name_en",
                  "patient_last_name_en",
                  "patient_house_no",
                  "patient_moo",
                  "patient_soi",
                  "patient_road",
                  "patient_tambon",
                  "patient_amphoe",
                  "patient_province",
                  "rights_scheme",
                  "rights_sub_scheme",
                  "rights_hospital_main",
                  "rights_hospital_op",
                  "rights_hospital_sub",
                  "rights_valid_from",
                  "rights_valid_to",
                  "claim_code"
                ]
              },
              "longest": 256
            },
            "auto": "flag",
            "allow_http": "flag",
            "fields": {
              "map_of": {
                "text": 1024
              },
              "most": 256
            },
            "never": {
              "list_of": {
                "text": 1024
              },
              "longest": 256
            },
            "roles": {
              "map_of": {
                "one_of": [
                  "operator_cid",
                  "token",
                  "patient_cid",
                  "patient_title",
                  "patient_first_name",
                  "patient_last_name",
                  "patient_birth_date",
                  "patient_sex",
                  "patient_address",
                  "patient_first_name_en",
                  "patient_last_name_en",
                  "patient_house_no",
                  "patient_moo",
                  "patient_soi",
                  "patient_road",
                  "patient_tambon",
                  "patient_amphoe",
                  "patient_province",
                  "rights_scheme",
                  "rights_sub_scheme",
                  "rights_hospital_main",
                  "rights_hospital_op",
                  "rights_hospital_sub",
                  "rights_valid_from",
                  "rights_valid_to",
                  "claim_code",
                  "none"
                ]
              },
              "most": 256
            },
            "submit": "flag",
            "api": {
              "optional": {
                "list_of": {
                  "one_of": [
                    "status",
                    "login",
                    "operator",
                    "token",
                    "read_patient",
                    "rights"
                  ]
                },
                "longest": 16
              }
            }
          }
        },
        "longest": 1000
      }
    }
  },
  "diagnose": {
    "object": {
      "sections": {
        "list_of": {
          "object": {
            "name": {
              "text": 64
            },
            "title": {
              "object": {
                "th": {
                  "text": 2048
                },
                "en": {
                  "text": 2048
                }
              }
            },
            "ok": "flag",
            "findings": {
              "list_of": {
                "object": {
                  "id": {
                    "text": 64
                  },
                  "level": {
                    "one_of": [
                      "ok",
                      "info",
                      "warning",
                      "error"
                    ]
                  },
                  "text": {
                    "object": {
                      "th": {
                        "text": 2048
                      },
                      "en": {
                        "text": 2048
                      }
                    }
                  },
                  "next": {
                    "object": {
                      "th": {
                        "text": 2048
                      },
                      "en": {
                        "text": 2048
                      }
                    }
                  },
                  "data": {
                    "map_of": {
                      "text": 256
                    },
                    "most": 256
                  }
                }
              },
              "longest": 256
            },
            "facts": {
              "map_of": "any",
              "most": 256
            }
          }
        },
        "longest": 256
      }
    }
  }
};

/** @type {Record<string, import("./protocol.js").Shape>} */
export const NOTIFICATIONS = {
  "reader.changed": {
    "object": {
      "readers": {
        "list_of": {
          "object": {
            "name": {
              "text": 256
            },
            "state": {
              "one_of": [
                "empty",
                "reading",
                "card",
                "busy",
                "error"
              ]
            },
            "card": {
              "nullable": {
                "object": {
                  "kind": {
                    "one_of": [
                      "thai_id",
                      "other",
                      "unreadable"
                    ]
                  },
                  "role": {
                    "one_of": [
                      "operator",
                      "patient",
                      "unknown"
                    ]
                  },
                  "cid_masked": {
                    "text": 32
                  },
                  "name_th": {
                    "text": 256
                  },
                  "name_en": {
                    "text": 256
                  }
                }
              }
            }
          }
        },
        "longest": 32
      }
    }
  },
  "card.inserted": {
    "object": {
      "reader": {
        "text": 256
      },
      "card": {
        "object": {
          "kind": {
            "one_of": [
              "thai_id",
              "other",
              "unreadable"
            ]
          },
          "role": {
            "one_of": [
              "operator",
              "patient",
              "unknown"
            ]
          },
          "cid_masked": {
            "text": 32
          },
          "name_th": {
            "text": 256
          },
          "name_en": {
            "text": 256
          }
        }
      }
    }
  },
  "card.removed": {
    "object": {
      "reader": {
        "text": 256
      }
    }
  },
  "session.changed": {
    "object": {
      "session": {
        "nullable": {
          "object": {
            "state": {
              "one_of": [
                "active",
                "locked"
              ]
            },
            "cid_masked": {
              "text": 32
            },
            "name_th": {
              "text": 256
            },
            "name_en": {
              "text": 256
            },
            "token_masked": {
              "text": 32
            },
            "source": {
              "text": 64
            },
            "kind": {
              "text": 32
            },
            "issued_at": {
              "text": 40
            },
            "expires_at": {
              "text": 40
            },
            "seconds_left": {
              "whole": [
                0,
                2147483648
              ]
            }
          }
        }
      },
      "ended": {
        "nullable": {
          "object": {
            "reason": {
              "one_of": [
                "expired",
                "revoked",
                "logout",
                "replaced"
              ]
            },
            "at": {
              "text": 40
            }
          }
        }
      },
      "pin_window": "flag"
    }
  },
  "session.warning": {
    "object": {
      "kind": {
        "one_of": [
          "expires_soon"
        ]
      },
      "minutes": {
        "whole": [
          0,
          30
        ]
      },
      "threshold": {
        "whole": [
          5,
          30
        ]
      },
      "expires_at": {
        "text": 40
      }
    }
  },
  "outlets.changed": {
    "object": {
      "outlets": {
        "list_of": {
          "object": {
            "name": {
              "text": 512
            },
            "kind": {
              "one_of": [
                "file",
                "clipboard",
                "database"
              ]
            },
            "state": {
              "one_of": [
                "off",
                "ok",
                "pending",
                "failed"
              ]
            },
            "problem": {
              "nullable": {
                "object": {
                  "name": {
                    "text": 64
                  },
                  "data": {
                    "map_of": "any",
                    "most": 16
                  }
                }
              }
            },
            "at": {
              "nullable": {
                "text": 40
              }
            }
          }
        },
        "longest": 64
      }
    }
  },
  "policy.changed": {
    "object": {
      "revision": {
        "text": 64
      }
    }
  }
};
