//! The signer against signatures made by the vendor's own SDKs.
