//! Signals that were ignored when the program was started stay ignored.
#![cfg(target_os = "linux")]

use crate::support::*;

#[test]
fn what_was_ignored_stays_ignored() {
    for (ignored, heard) in [("INT", "TERM"), ("TERM", "INT")] {
        if heard == "INT" && ignores_interrupt("self") {
            continue;
        }
        let listener = listener();
        let command = after(&format!("trap '' {ignored}"), &cli_toward(&listener, &["links"]));
        let mut running = spawn(command);
        let (_, mut connection) = first_request(&listener);
        raw_signal(&mut running, ignored);
        // It goes on, and takes the answer.
        let answer = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";
        std::io::Write::write_all(&mut connection, answer.as_bytes()).unwrap();
        ended(running).failed(3, &["403"]);

        let command = after(&format!("trap '' {ignored}"), &cli_toward(&listener, &["links"]));
        let mut running = spawn(command);
        let (_, _connection) = first_request(&listener);
        raw_signal(&mut running, heard);
        ended(running).failed(130, &[]);
    }
}

#[test]
fn nohup_outlives_its_terminal_and_ctrl_backslash_is_left_alone() {
    for name in ["HUP", "QUIT"] {
        let listener = listener();
        let command = after(&format!("trap '' {name}"), &cli_toward(&listener, &["links"]));
        let mut running = spawn(command);
        let (_, mut connection) = first_request(&listener);
        raw_signal(&mut running, name);
        let answer = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";
        std::io::Write::write_all(&mut connection, answer.as_bytes()).unwrap();
        ended(running).failed(3, &["403"]);
    }
}

fn raw_signal(running: &mut Running, name: &str) {
    let script = format!("kill -{name} {}", running.child().id());
    assert!(bare("sh", &["-c", &script]).status().unwrap().success());
}
