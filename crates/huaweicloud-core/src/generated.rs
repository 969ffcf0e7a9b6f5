//! The code that the build script makes of `spec/*.yaml`, a module for each document.

include!(concat!(env!("OUT_DIR"), "/documents.rs"));
