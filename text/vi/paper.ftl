# Giấy tờ chính thức của hồ sơ: những chữ điền vào mẫu.

paper-erased = (dữ liệu cá nhân đã được xóa)
paper-head = Thủ trưởng cơ quan
paper-limit-agreed = Theo ngày đã thống nhất với người nộp
paper-limit-committed = { $legal }; cơ quan cam kết { $committed }
paper-presented = Xuất trình để đối chiếu
paper-collect-counter = { $office } (nhận trực tiếp)
paper-collect-post = Nhận qua dịch vụ bưu chính công ích
paper-collect-online = Nhận trực tuyến
paper-return-counter = Trực tiếp
paper-return-post = Bưu chính
paper-return-online = Trực tuyến
paper-exempt = Miễn: { $ground }
paper-stage-intake = Tiếp nhận hồ sơ
paper-stage-examination = Thẩm định hồ sơ tại { $office }
paper-stop-by = Dừng giải quyết hồ sơ theo văn bản số { $document }
paper-withdrawn = Người nộp đề nghị rút hồ sơ
paper-stop-withdrawn = Dừng giải quyết hồ sơ theo đề nghị rút hồ sơ
paper-paid-by = Đã nộp { $sum } đồng theo biên lai { $receipt }
paper-paid = Đã nộp { $sum } đồng
paper-nothing-paid = Chưa thu phí, lệ phí
paper-part = Nộp một phần
paper-way-back = Trả lại bước trước
paper-way-transfer = Chuyển cơ quan có thẩm quyền
paper-withdrawn-note = Đã rút
paper-stopped-note = Đã dừng giải quyết
paper-letters = Phông chữ của giấy tờ chính thức không có ký tự { $letters }. Sửa chỗ có ký tự này trong hồ sơ rồi in lại.
paper-register-span = Sổ theo dõi in mỗi lần nhiều nhất { $days } ngày và { $rows } hồ sơ. Chọn khoảng ngắn hơn.
paper-print-refusal = Phiếu từ chối
paper-print-apology = Phiếu xin lỗi và hẹn lại
paper-print-stop = Thông báo dừng giải quyết
paper-print-receipt = Biên lai { $number }
dossier-flaw-letters = Không in được ký tự { $letters } trên giấy tờ chính thức. Viết lại bằng chữ cái La-tinh có dấu.

# Tệp của hồ sơ.

dossier-file-unknown = Không có tệp này trong các tệp bạn đã gửi. Gửi lại tệp rồi chọn lại.
dossier-file-unfinished = Tệp chưa gửi xong. Gửi nốt phần còn lại rồi nộp lại.
dossier-file-unchecked = Tệp đang được kiểm tra. Chờ vài giây rồi nộp lại.
dossier-file-refused = Tệp đã bị từ chối khi kiểm tra. Gửi tệp khác.
dossier-file-taken = Tệp đã thuộc hồ sơ khác. Gửi lại tệp để dùng cho hồ sơ này.
dossier-file-size = { $n } { $unit }

# Phiếu xin lỗi cần gửi trước ngày hẹn.

apology-drafted = Nếu không kịp trả đúng hẹn: đã soạn sẵn phiếu xin lỗi, gửi muộn nhất một ngày trước ngày hẹn
apology-escalated = Hôm nay là ngày cuối để gửi phiếu xin lỗi
apology-missed = Đến ngày hẹn mà chưa gửi phiếu xin lỗi
apology-draft-step = Hồ sơ đang ở bước “{ $step }” tại { $office }, chưa xong trước ngày hẹn.
apology-draft = Hồ sơ đang được giải quyết tại { $office }, chưa xong trước ngày hẹn.
apology-all-work = Tất cả hồ sơ
apology-list = Cần phiếu xin lỗi
door-apologies = Phiếu xin lỗi
dossier-told-result-attached = Đính kèm bản quét kết quả
dossier-result-file = Kết quả giải quyết
